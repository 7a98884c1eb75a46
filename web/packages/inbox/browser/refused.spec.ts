// What was refused for good offers what can help, and nothing else.
import { expect, test } from '@playwright/test';
import { problem } from './rest.ts';
import { log, reply, visit } from './visit.ts';

const CASES = [
  { status: 413, code: 'content_too_long', help: 'Edit', why: 'too long' },
  { status: 413, code: 'http_413', help: 'Edit', why: 'too large' },
  { status: 400, code: 'empty_content', help: 'Edit', why: 'empty' },
  { status: 409, code: 'client_id_reused', help: 'Edit', why: 'another text' },
  { status: 403, code: 'forbidden', help: 'Try again', why: 'not allowed' },
  { status: 404, code: 'conversation_not_found', help: 'Copy text', why: 'does not exist' },
];

for (const { status, code, help, why } of CASES)
  test(`${status} ${code}: ${help}`, async ({ browser }) => {
    const { page, world } = await visit(browser, '/agent/c/4?view=all');
    world.refuse = () => problem(status, code, 'No.');
    await reply(page).fill('what was written');
    await reply(page).press('Enter');
    const failed = log(page).locator('article', { hasText: 'what was written' });
    await expect(failed.getByRole('alert')).toContainText(why);
    const offers = failed.getByRole('alert').getByRole('button');
    await expect(offers).toHaveText([help, 'Discard']);
    world.refuse = null;
    await offers.first().press('Enter');
    if (help === 'Copy text') return;
    if (help === 'Edit') {
      await expect(failed).toHaveCount(0);
      await expect(reply(page)).toBeFocused();
      await expect(reply(page)).toHaveValue('what was written');
      await page.keyboard.press('Enter');
    }
    await expect(failed).toHaveCount(1);
    await expect(offers).toHaveCount(0);
    expect(world.logs.get(4)?.everyone.at(-1)?.content).toBe('what was written');
  });

test('a note comes back as a note', async ({ browser }) => {
  const { page, world } = await visit(browser, '/agent/c/4?view=all');
  world.refuse = () => problem(413, 'content_too_long', 'No.');
  await expect(reply(page)).toBeVisible();
  await page.keyboard.press('Alt+p');
  await expect(page.locator('#composer')).toBeFocused();
  await page.keyboard.type('for the team');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Alt+l');
  await reply(page).fill('for the visitor');
  await log(page).getByRole('button', { name: 'Edit' }).click();
  const note = page.getByRole('textbox', { name: 'Private note' });
  await expect(note).toHaveValue('for the team');
  await page.keyboard.press('Alt+l');
  await expect(reply(page)).toHaveValue('for the visitor');
});
