// Where WebSockets do not get through, and where streams do not either: HTTP carries the conversation
// by itself, and the page says so.

import type { BrowserContext } from '@playwright/test';
import {
  expect,
  openThread,
  openWidget,
  own,
  reply,
  said,
  signIn,
  test,
  theirs,
  thread,
  told,
  write,
} from './support/people.ts';

const patient = { timeout: 60_000 };

/** A proxy that knows no Upgrade: every attempt fails before it is open. */
async function blockWebSockets(context: BrowserContext) {
  await context.addInitScript(() => {
    const Real = window.WebSocket;
    window.WebSocket = class extends Real {
      constructor(_url: string | URL, protocols?: string | string[]) {
        super('ws://127.0.0.1:9/', protocols);
      }
    };
  });
}

/** A proxy that holds an answer back until it is whole, which a stream never is. */
async function holdStreams(context: BrowserContext) {
  await context.route(/\/events\?/, async (route) => {
    const accept = await route.request().headerValue('accept');
    if (!accept?.includes('text/event-stream')) await route.fallback();
  });
}

for (const transport of ['stream', 'long-poll'] as const)
  test(`a conversation over HTTP alone: ${transport}`, async ({ walkie, person }) => {
    test.setTimeout(180_000);
    await walkie.createAgent();
    const [visitors, agents] = [await person(), await person()];
    for (const context of [visitors, agents]) {
      await blockWebSockets(context);
      if (transport === 'long-poll') await holdStreams(context);
    }
    const shop = await visitors.newPage();
    const asked: string[] = [];
    shop.on('request', (request) => {
      if (!/\/events\?/.test(request.url())) return;
      const stream = request.headers().accept?.includes('text/event-stream');
      asked.push(stream ? 'stream' : /wait=\d/.test(request.url()) ? 'long-poll' : 'page');
    });
    await shop.goto(`${walkie.origin}/demo`);
    const widget = await openWidget(shop);
    await write(widget, 'Is anybody there?');
    // Sending never needed the socket.
    await expect(own(widget, 'anybody')).toContainText('Sent');
    const agent = await agents.newPage();
    await signIn(agent, walkie);
    await openThread(agent, 'anybody');

    await expect(widget.locator('.banner')).toHaveText(
      'Slow connection: messages may take a few seconds',
      patient,
    );
    await expect(agent.getByText('Slow connection: messages may take a few seconds')).toBeVisible(
      patient,
    );
    await expect.poll(() => asked, patient).toContain(transport);

    await reply(agent, 'Yes, over HTTP');
    await expect(theirs(widget, 'over HTTP')).toHaveCount(1);
    await write(widget, 'Same here');
    await expect(said(agent, 'Same here')).toHaveCount(1);
    await agent.getByRole('button', { name: /^Resolve/ }).click();
    await expect(widget.locator('.note')).toContainText('This conversation was closed');
    await write(widget, 'One more thing');
    await expect(said(agent, 'One more thing')).toHaveCount(1);
    await expect(thread(agent).getByRole('article')).toHaveCount(4);
    await expect(widget.locator('.bubble')).toHaveCount(4);
    expect((await told(agent, walkie)).map(({ content }) => content)).toEqual([
      'Is anybody there?',
      'Yes, over HTTP',
      'Same here',
      'One more thing',
    ]);
    expect(asked.includes('long-poll')).toBe(transport === 'long-poll');
  });
