// The built inbox in a real browser, against a world that can do what a healthy server never does.
import { expect, test } from '@playwright/test';
import { frameOf } from '@walkie/testing';
import { ORIGIN } from './live.ts';
import { movedOnce, problem } from './rest.ts';
import { accessible, log, reply, visit } from './visit.ts';
import { cutOff, tell, type World } from './world.ts';

test('keeps a refused message, and asks when a colleague was faster', async ({ browser }) => {
  const { page, world } = await visit(browser, '/agent/c/4?view=all');
  world.refuse = () => problem(403, 'forbidden', 'You may not write here.');
  await reply(page).fill('This will be refused.');
  await reply(page).press('Enter');
  await expect(page.getByText('Not sent:').first()).toBeVisible();
  world.refuse = null;
  await page.getByRole('button', { name: 'Discard' }).click();
  await expect(log(page).getByText('This will be refused.')).toBeHidden();

  movedOnce(world, 2, 'I am on it.');
  await reply(page).fill('Let me check.');
  await reply(page).press('Enter');
  const question = page.getByRole('alertdialog');
  await expect(question).toContainText('Ana Silva answered');
  await accessible(page);
  await question.getByRole('button', { name: 'Back to editing' }).click();
  await expect(reply(page)).toHaveValue('Let me check.');
  movedOnce(world, 2, 'Still me.');
  await reply(page).press('Enter');
  await question.getByRole('button', { name: 'Send anyway' }).click();
  await expect(question).toBeHidden();
  await expect.poll(() => world.logs.get(4)?.everyone.at(-1)?.content).toBe('Let me check.');
});

test('the question after a colleague was faster: Back to editing first, Escape, Discard', async ({
  browser,
}) => {
  const { page, world } = await visit(browser, '/agent/c/4?view=all');
  const question = page.getByRole('alertdialog');
  const ask = async () => {
    movedOnce(world, 2, 'I am on it.');
    await reply(page).fill('Let me check.');
    await reply(page).press('Enter');
    await expect(question).toBeVisible();
  };
  await ask();
  const buttons = question.getByRole('button');
  await expect(buttons).toHaveText([/^Back to editing/, 'Send anyway', 'Discard']);
  await expect(buttons.first()).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(question).toBeHidden();
  await expect(reply(page)).toHaveValue('Let me check.');
  await expect(reply(page)).toBeFocused();
  await ask();
  await question.getByRole('button', { name: 'Discard' }).click();
  await expect(question).toBeHidden();
  await expect(reply(page)).toHaveValue('');
  await expect(reply(page)).toBeFocused();
  await expect(log(page).getByText('Let me check.')).toHaveCount(0);
  // Not after a reload either, and the server never had it.
  await page.reload();
  await expect(log(page).getByText('I am on it.').first()).toBeVisible();
  await expect(log(page).getByText('Let me check.')).toHaveCount(0);
  expect(world.logs.get(4)?.everyone.map((one) => one.content)).not.toContain('Let me check.');
});

test('says when it is offline, keeps what is written across a reload, sends it once', async ({
  browser,
}) => {
  const { page, world } = await visit(browser, '/agent/c/4?view=all');
  await expect(page.getByText('In sync')).toBeVisible();
  cutOff(world);
  await reply(page).fill('written without a connection');
  await reply(page).press('Enter');
  await reply(page).fill('half a thou');
  await expect(
    page.getByText('No connection to the server. 1 message will be sent later'),
  ).toBeVisible();
  await expect(page.getByText('No connection to the server. What you write is kept')).toBeVisible();
  world.down = false;
  await page.reload();
  await expect(page.getByText('In sync')).toBeVisible();
  await expect(reply(page)).toHaveValue('half a thou');
  const arrived = () =>
    world.logs.get(4)?.everyone.filter((one) => one.content === 'written without a connection')
      .length;
  await expect.poll(arrived).toBe(1);
  await expect(log(page).getByText('written without a connection')).toHaveCount(1);
});

test('an expired session leads to sign-in and back to where one was, the draft kept', async ({
  browser,
}) => {
  const { page, world } = await visit(browser, '/agent/c/4?view=all');
  await reply(page).fill('do not lose this');
  world.signedIn = false;
  for (const socket of world.sockets) socket.close({ code: 4506 });
  await expect(page.getByText('Your session has ended.')).toBeVisible();
  await page.getByLabel('E-mail').fill('agent1@example.org');
  await page.getByLabel('Password', { exact: true }).fill('correct horse');
  await page.keyboard.press('Enter');
  await expect(reply(page)).toHaveValue('do not lose this');
  expect(page.url()).toBe(`${ORIGIN}/agent/c/4?view=all`);
});

test('thousands of conversations cost a screenful, and keys walk through them', async ({
  browser,
}) => {
  const { page } = await visit(browser, '/agent?view=all', { size: { conversations: 3000 } });
  const rows = page.locator('[data-row]');
  await expect(rows.first()).toBeVisible();
  expect(await rows.count()).toBeLessThan(60);
  for (const id of [1, 2, 3]) {
    await page.keyboard.press('Alt+j');
    await expect(page).toHaveURL(new RegExp(`/agent/c/${id}\\?`));
  }
  await page.keyboard.press('Alt+k');
  await expect(page).toHaveURL(/\/agent\/c\/2\?/);
  await page.getByRole('searchbox').fill('Priya');
  await expect(rows.first()).toContainText('Priya');
});

const looks = [
  { name: 'light', prefer: { theme: 'light', locale: 'en', details: true } },
  { name: 'dark-zh', prefer: { theme: 'dark', locale: 'zh-CN', details: true } },
  { name: 'phone-dark-zh', prefer: { theme: 'dark', locale: 'zh-CN' }, phone: true },
] as const;
const pages = ['/agent?view=all', '/agent/c/1?view=all', '/agent/settings', '/agent/settings/team'];
for (const { name, ...how } of looks) {
  test(`is accessible: ${name}`, async ({ browser }) => {
    // Four pages, each looked at by axe twice and more: on a busy machine that alone takes half a minute.
    test.setTimeout(120_000);
    for (const path of pages) {
      const { page, world } = await visit(browser, path, how);
      await expect(page.getByRole('heading', { level: 1 }).first()).toBeAttached();
      await expect(page.locator('html')).toHaveAttribute(
        'lang',
        new RegExp(`^${how.prefer.locale}`),
      );
      if (path.startsWith('/agent?'))
        await expect(page.locator('[data-row]').first()).toBeVisible();
      if (path.includes('/c/')) {
        await expect(log(page).locator('article').first()).toBeVisible();
        typing(world);
        await expect(log(page).getByText('and one more')).toBeAttached();
      }
      await accessible(page);
      await page.context().close();
    }
    const { page } = await visit(browser, '/agent/sign-in', { ...how, size: { signedIn: false } });
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    await accessible(page);
  });
}

function typing(world: World): void {
  const sender = { type: 'visitor', id: 101, name: '林晓雨' } as const;
  tell(world, frameOf('typing', { sender, text: 'and one more' }, { conversation_id: 1 }));
}
