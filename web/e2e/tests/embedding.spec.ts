// The widget on somebody else's site, as the documentation says to embed it.

import {
  expect,
  frameOf,
  launcher,
  openThread,
  openWidget,
  own,
  reply,
  signIn,
  test,
  theirs,
  write,
} from './support/people.ts';
import { allow, openSite, snippet } from './support/site.ts';

test('works under a strict policy on a site that was allowed', async ({ walkie, person }) => {
  const site = await openSite(walkie.origin, snippet(walkie.origin));
  await walkie.createAgent();
  const shop = await (await person()).newPage();
  await allow(walkie, shop, site.origin);
  const complaints: string[] = [];
  shop.on('console', (line) => {
    if (/Content Security Policy|TrustedHTML|Refused/.test(line.text()))
      complaints.push(line.text());
  });
  await shop.goto(site.origin);
  let widget = await openWidget(shop);
  await write(widget, 'hello from elsewhere');
  await expect(own(widget, 'elsewhere')).toContainText('Sent');

  const agent = await (await person()).newPage();
  await signIn(agent, walkie);
  await openThread(agent, 'elsewhere');
  await reply(agent, 'welcome');
  await expect(theirs(widget, 'welcome')).toHaveCount(1);

  // The same visitor after a reload, without a third party's cookie.
  await shop.reload();
  widget = await openWidget(shop);
  await expect(theirs(widget, 'welcome')).toHaveCount(1);
  await write(widget, 'me again');
  await expect(own(widget, 'me again')).toContainText(/Sent|Delivered|Seen/);
  await expect(agent.locator('a[data-row]')).toHaveCount(1);
  expect(complaints).toEqual([]);
  await site.close();
});

test('a site that was not allowed gets no frame and no answer', async ({ walkie, person }) => {
  const site = await openSite(walkie.origin, snippet(walkie.origin));
  await walkie.allowOrigin('https://shop.example');
  const page = await (await person()).newPage();
  const refused = page.waitForEvent('console', (line) => /allow-origin/.test(line.text()));
  await page.goto(site.origin);
  await launcher(page).click();
  await refused;
  await expect(frameOf(page).locator('textarea')).toHaveCount(0);
  // Only the page that says no may be framed there; the app may not, whatever its address.
  for (const path of ['/frame', '/frame?inbox=1', '/frame/', '/frame/index.html', '/chat']) {
    const answer = await page.request.get(walkie.origin + path, {
      headers: { referer: `${site.origin}/` },
    });
    const policy = answer.headers()['content-security-policy'] ?? '';
    const app = /assets\/(frame|chat)/.test(await answer.text());
    expect([path, app && policy.includes('frame-ancestors *')]).toEqual([path, false]);
  }

  // Nor by hand, from a page of theirs that forbids itself nothing.
  const open = await (await person()).newPage();
  await open.route('**/*', async (route) => {
    if (new URL(route.request().url()).origin !== site.origin) return route.fallback();
    return route.fulfill({ contentType: 'text/html', body: '<!doctype html><title>Free</title>' });
  });
  await open.goto(site.origin);
  const reached = await open.evaluate(async (chat) => {
    const answer = await fetch(`${chat}/visitors`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{}',
    }).then(
      () => 'readable',
      () => 'blocked',
    );
    const socket = new WebSocket(`${chat.replace('http', 'ws')}/ws`, ['walkie.v1']);
    const opened = await new Promise((settled) => {
      socket.onopen = () => settled('open');
      socket.onerror = () => settled('refused');
    });
    return [answer, opened];
  }, walkie.origin);
  expect(reached).toEqual(['blocked', 'refused']);
  await site.close();
});
