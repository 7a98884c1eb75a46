// What was refused for good offers what can help: another text, or trying again.
import { expect, type Page, test } from '@playwright/test';
import { PlayedServer, walkie } from './support/played_server.ts';

const field = (page: Page) => page.locator('textarea');
const write = async (page: Page, text: string) => {
  await field(page).fill(text);
  await field(page).press('Enter');
};

for (const talking of [false, true])
  test(`too long: Edit brings the text back, ${talking ? 'in a conversation' : 'first'}`, async ({
    page,
    context,
  }) => {
    const server = await PlayedServer.on(context);
    await page.goto(`${walkie}/chat`);
    if (talking) await write(page, 'hello');
    if (talking) await expect(page.locator('.line.me')).toContainText('Sent');
    await write(page, 'too long for you');
    const failed = page.locator('.line', { hasText: 'too long for you' });
    await expect(failed).toContainText('Not sent: too long');
    await expect(page.getByRole('button', { name: 'Try again' })).toHaveCount(0);
    await page.reload();
    await field(page).fill('meanwhile');
    await failed.getByRole('button', { name: 'Edit' }).press('Enter');
    await expect(failed).toHaveCount(0);
    await expect(field(page)).toHaveValue('too long for you\nmeanwhile');
    await expect(field(page)).toBeFocused();
    // In the storage, too.
    await page.reload();
    await expect(field(page)).toHaveValue('too long for you\nmeanwhile');
    await write(page, 'short');
    await expect(page.locator('.line', { hasText: 'short' })).toContainText('Sent');
    expect(server.log.map(({ content }) => content)).toEqual([
      ...(talking ? ['hello'] : []),
      'short',
    ]);
  });

test('Remove takes it away for good', async ({ page, context }) => {
  await PlayedServer.on(context);
  await page.goto(`${walkie}/chat`);
  await write(page, 'too long for you');
  await page.getByRole('button', { name: 'Remove' }).click();
  await expect(page.locator('.line')).toHaveCount(0);
  await page.reload();
  await expect(field(page)).toBeVisible();
  await expect(page.locator('.line')).toHaveCount(0);
});
