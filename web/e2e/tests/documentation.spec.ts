// The documentation inside the binary: it works under the policy of the pages, and finds words of both languages.

import type { Page } from '@playwright/test';
import { expect, test } from './support/people.ts';

/** What the browser complains about, which must stay empty: a policy violation is an error there. */
function complaints(page: Page): string[] {
  const found: string[] = [];
  page.on('console', (line) => {
    if (line.type() === 'error' || line.type() === 'warning') found.push(line.text());
  });
  page.on('pageerror', (error) => found.push(String(error)));
  return found;
}

async function search(page: Page, words: string) {
  await page.keyboard.press('Control+k');
  const field = page.getByRole('searchbox').or(page.locator('#localsearch-input'));
  await field.first().fill(words);
  return page.locator('.VPLocalSearchBox .result').first();
}

test('it is read, searched and followed in English', async ({ walkie, person }) => {
  const page = await (await person()).newPage();
  const found = complaints(page);
  await page.goto(`${walkie.origin}/docs`);
  await expect(page).toHaveURL(`${walkie.origin}/docs/`);
  await page.getByRole('link', { name: 'Operating Walkie' }).click();
  await page.locator('aside').getByRole('link', { name: 'Backup and restore' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Backup and restore');
  const result = await search(page, 'lost a proxy trusted');
  await expect(result).toContainText('Behind a proxy');
  await result.click();
  await expect(page).toHaveURL(/\/docs\/operating\/proxies/);
  expect(found).toEqual([]);
});

test('it is navigated and searched in Chinese', async ({ walkie, person }) => {
  const page = await (await person({ locale: 'zh-CN' })).newPage();
  const found = complaints(page);
  await page.goto(`${walkie.origin}/docs/zh/`);
  await page.locator('aside').getByRole('link', { name: '备份与恢复' }).click();
  await expect(page.getByText('本页暂无中文版')).toBeVisible();
  // In the middle of a sentence that has no spaces.
  const result = await search(page, '移除成员');
  await expect(result).toContainText('管理员指南');
  await result.click();
  await expect(page).toHaveURL(/\/docs\/zh\/using\/admin/);
  expect(found).toEqual([]);
});

test('a reload stays where it is', async ({ walkie, person }) => {
  const page = await (await person()).newPage();
  const found = complaints(page);
  await page.goto(`${walkie.origin}/docs/operating/settings.html#the-server`);
  await page.reload();
  await expect(page.locator('#the-server')).toBeInViewport();
  expect(found).toEqual([]);
});
