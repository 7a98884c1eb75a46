// Storage and cookies that the browser itself blocks, by its own settings; nothing is played here.

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BrowserContext, chromium } from '@playwright/test';
import { launchOptions } from '../chromium.ts';
import { expect, test } from './support/people.ts';
import { allow, openSite, snippet } from './support/site.ts';
import { agent } from './support/walkie.ts';

/** A browser of its own with these settings; it is closed and forgotten afterwards. */
async function withSettings(profile: object, use: (context: BrowserContext) => Promise<void>) {
  const folder = mkdtempSync(join(tmpdir(), 'walkie-profile-'));
  mkdirSync(join(folder, 'Default'));
  writeFileSync(join(folder, 'Default', 'Preferences'), JSON.stringify({ profile }));
  const context = await chromium.launchPersistentContext(folder, launchOptions);
  try {
    await use(context);
  } finally {
    await context.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

test('with all cookies blocked, signing in says why and keeps the form', async ({ walkie }) => {
  await walkie.createAgent();
  await withSettings({ default_content_setting_values: { cookies: 2 } }, async (context) => {
    const page = await context.newPage();
    await page.goto(`${walkie.origin}/agent`);
    await page.getByLabel('E-mail').fill(agent.email);
    await page.getByLabel('Password', { exact: true }).fill(agent.password);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await expect(page.getByRole('alert')).toContainText('did not keep the sign-in cookie');
    await expect(page.getByLabel('E-mail')).toHaveValue(agent.email);
  });
});

test('with third-party storage blocked, what was queued and the draft outlive a reload', async ({
  walkie,
}) => {
  const settings = { block_third_party_cookies: true, cookie_controls_mode: 1 };
  await withSettings(settings, async (context) => {
    const page = await context.newPage();
    const site = await openSite(walkie.origin, snippet(walkie.origin));
    await allow(walkie, page, site.origin);
    await page.goto(site.origin);
    const frame = page.frameLocator('walkie-widget iframe');
    const field = frame.locator('textarea');
    const own = (text: string) => frame.locator('.line.me').filter({ hasText: text });
    const write = async (text: string) => {
      await field.fill(text);
      await field.press('Enter');
    };
    await page.locator('walkie-widget button').click();
    await write('hello');
    await expect(own('hello')).toContainText('Sent');
    const blocked = await page
      .frames()
      .find((one) => one.url().startsWith(walkie.origin))
      ?.evaluate(() => {
        try {
          return localStorage.length;
        } catch (error) {
          return (error as Error).name;
        }
      });
    expect(blocked).toBe('SecurityError');
    await walkie.kill();
    await write('in a tunnel');
    await expect(own('in a tunnel')).toContainText('Sending');
    await field.fill('half a thou');
    await walkie.start();
    await page.reload();
    await expect(own('in a tunnel')).toContainText(/Sent|Delivered|Seen/);
    await expect(own('in a tunnel')).toHaveCount(1);
    await expect(field).toHaveValue('half a thou');
    await site.close();
  });
});
