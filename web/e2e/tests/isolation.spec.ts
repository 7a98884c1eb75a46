// The widget on sites that are cross-origin isolated (they use threads of WebAssembly, say): nothing
// from elsewhere loads there that does not allow it (decision 0103). And the page that a person sees
// who meets an error.

import { expect, openWidget, own, test, write } from './support/people.ts';
import { onSite, snippet } from './support/site.ts';

for (const policy of ['require-corp', 'credentialless']) {
  test(`works on a page with COEP: ${policy}`, async ({ walkie, person }) => {
    const page = await (await person()).newPage();
    const blocked: string[] = [];
    page.on('requestfailed', (request) => {
      const why = request.failure()?.errorText ?? '';
      if (/BLOCKED/.test(why)) blocked.push(`${request.url()} ${why}`);
    });
    const site = await onSite(walkie, page, snippet(walkie.origin), {
      'cross-origin-embedder-policy': policy,
    });
    expect(await page.evaluate(() => self.crossOriginIsolated)).toBe(true);
    const widget = await openWidget(page);
    await write(widget, 'from an isolated page');
    await expect(own(widget, 'isolated')).toContainText(/Sent|Delivered|Seen/);
    expect(blocked).toEqual([]);
    await site.close();
  });
}

const languages = { 'en-GB': 'There is nothing here', 'zh-CN': '这里什么也没有' };

for (const [locale, title] of Object.entries(languages)) {
  test(`an address that is none shows a page to a person (${locale})`, async ({
    walkie,
    browser,
  }) => {
    const context = await browser.newContext({ locale });
    const page = await context.newPage();
    const complaints: string[] = [];
    page.on('console', (line) => {
      if (/Content Security Policy/.test(line.text())) complaints.push(line.text());
    });
    const answer = await page.goto(`${walkie.origin}/nothing?utm=a|b^{c}\\%&d=100%`);
    expect(answer?.status()).toBe(404);
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(title);
    // The style is allowed by its hash: without it the main column would be as wide as the window.
    const width = await page.locator('main').evaluate((main) => main.getBoundingClientRect().width);
    expect(width).toBeLessThan(600);
    await page.locator('nav a').last().click();
    await expect(page).toHaveURL(`${walkie.origin}/`);
    expect(complaints).toEqual([]);
    await context.close();
  });
}

test('a page opens with a query that browsers send as it is', async ({ walkie, person }) => {
  const page = await (await person()).newPage();
  for (const query of ['utm=a|b', 'utm=a^b', 'utm={a}', 'utm=a\\b', 'utm=100%', "utm=a'b`c"]) {
    const answer = await page.goto(`${walkie.origin}/chat?${query}`);
    expect([query, answer?.status()]).toEqual([query, 200]);
  }
});
