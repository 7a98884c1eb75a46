// What the pages say of people and of the connection, where it has to agree with what is true.
import { expect, test } from '@playwright/test';
import { frameOf } from '@walkie/testing';
import { log, visit } from './visit.ts';
import { cutOff, tell } from './world.ts';

test('a visitor without a name is called the same everywhere', async ({ browser }) => {
  const { page, world } = await visit(browser, '/agent/c/10?view=all', {
    prefer: { theme: 'light', locale: 'en', details: true },
    before: ({ rows }) => Object.assign(rows.get(10)?.visitor ?? {}, { name: null, email: null }),
  });
  const name = 'Visitor 110';
  await expect(page.locator('#thread header h2')).toHaveText(name);
  await expect(page.locator('[data-row="10"]')).toContainText(name);
  await expect(page.getByRole('complementary', { name: 'Details' })).toContainText(name);
  await expect(log(page).getByRole('article', { name, exact: true }).first()).toBeVisible();
  await expect(log(page).getByRole('article', { name: 'Visitor', exact: true })).toHaveCount(0);
  const sender = { type: 'visitor' as const, id: 110, name: '' };
  tell(world, frameOf('typing', { sender, expires_in_ms: 5000 }, { conversation_id: 10 }));
  await expect(log(page).getByText(`${name} is typing`)).toBeAttached();
  const said = { conversation_id: 10, content: 'hello', note: false };
  world.chat.post({ ...said, sender: { ...sender, avatar_url: null } });
  await expect(page.getByText(`New message from ${name}: hello`)).toBeAttached();
});

test('an unreachable server is not called a missing network', async ({ browser }) => {
  const { page, world, context } = await visit(browser, '/agent/c/4?view=all');
  await expect(page.getByText('In sync')).toBeVisible();
  cutOff(world);
  await expect(page.getByText('No connection to the server', { exact: true })).toBeVisible();
  await expect(page.getByText('You are offline')).toHaveCount(0);
  await context.setOffline(true);
  await expect(page.getByText('You are offline', { exact: true })).toBeVisible();
  await expect(page.getByText('No connection to the server')).toHaveCount(0);
});

test('details do not say that a visitor has read what nobody answered', async ({ browser }) => {
  const { page } = await visit(browser, '/agent/c/2?view=all', {
    before: ({ chat }) => {
      for (const one of chat.messages(2)) Object.assign(one, { sender_is_agent: false });
    },
  });
  const details = page.getByRole('complementary', { name: 'Details' });
  await expect(details.getByText('No answer yet')).toBeVisible();
  await expect(details.getByText('All read by the visitor')).toHaveCount(0);
});
