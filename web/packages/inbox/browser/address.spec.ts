// What an address alone opens: a conversation with a list that it is in, or the word that there is none.
import { expect, test } from '@playwright/test';
import { log, reply, visit } from './visit.ts';
import type { World } from './world.ts';

const shown = (change: Record<string, unknown>) => ({
  before: (world: World) => void Object.assign(world.rows.get(8) ?? {}, change),
});
const CASES = [
  { of: 'a colleague', tab: /^All/, status: 'Open', change: { assignee_id: 2 } },
  { of: 'nobody', tab: /^Unassigned/, status: 'Open', change: { assignee_id: null } },
  { of: 'this agent', tab: /^Mine/, status: 'Open', change: { assignee_id: 1 } },
  {
    of: 'this agent, resolved',
    tab: /^Mine/,
    status: 'Resolved',
    change: { assignee_id: 1, status: 'resolved' },
  },
  {
    of: 'nobody, snoozed',
    tab: /^Unassigned/,
    status: 'Snoozed',
    change: { assignee_id: null, status: 'snoozed' },
  },
];

for (const { of, tab, status, change } of CASES)
  test(`a link to a conversation shows the list that it is in: of ${of}`, async ({ browser }) => {
    const { page } = await visit(browser, '/agent/c/8', shown(change));
    await expect(log(page).locator('article').first()).toBeVisible();
    await expect(page.locator('[data-row="8"]')).toHaveAttribute('aria-current', 'page');
    await expect(page.getByRole('tab', { name: tab })).toHaveAttribute('data-state', 'active');
    await expect(
      page.getByRole('button', { name: `Status: ${status}`, exact: true }),
    ).toBeVisible();
    // Nothing to go back to was made up, and a choice of the agent's stands.
    expect(await page.evaluate(() => history.length)).toBeLessThanOrEqual(2);
    const rows = await page
      .locator('[data-row]')
      .evaluateAll((all) => all.map((row) => row.getAttribute('data-row')));
    if (rows.length > 1) {
      const at = rows.indexOf('8');
      const next = at + 1 < rows.length ? at + 1 : at - 1;
      await page.keyboard.press(next > at ? 'Alt+j' : 'Alt+k');
      await expect(page).toHaveURL(new RegExp(`/c/${rows[next]}(\\?|$)`));
    }
    await page.getByRole('tab', { name: /^All/ }).click();
    await expect(page.getByRole('tab', { name: /^All/ })).toHaveAttribute('data-state', 'active');
  });

for (const id of ['999999', '0', '1234567890123456', '123456789012345678901234567890'])
  test(`an address without a conversation says so and offers the list: ${id}`, async ({
    browser,
  }) => {
    const { page } = await visit(browser, `/agent/c/${id}`, {
      before: ({ rows }) => {
        for (const row of rows.values()) if (row.assignee_id === 1) row.assignee_id = 2;
      },
    });
    await expect(page.getByRole('heading', { name: 'Conversation not found' })).toBeVisible();
    // The list beside it is one with somebody in it.
    await expect(page.locator('[data-row]').first()).toBeVisible();
    await page.getByRole('button', { name: 'Go to the inbox' }).press('Enter');
    await expect(page).toHaveURL(/\/agent\?view=unassigned$/);
    await page.keyboard.press('Alt+j');
    await expect(reply(page)).toBeVisible();
  });
