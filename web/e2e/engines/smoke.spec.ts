// What depends on the engine: locks and storage, key events, scrolling to the unread line, direction,
// the top layer, IntersectionObserver. In Firefox ESR and WebKitGTK with the real binary.

import { writeFileSync } from 'node:fs';
import { test as base, expect, type Stage } from '../tests/support/people.ts';
import { agent as ada, type Walkie } from '../tests/support/walkie.ts';
import { type Engine, engines, isHere } from './engine.ts';

/** The chat's other side, over REST. */
async function speak(walkie: Walkie) {
  const { origin } = walkie;
  const post = async (path: string, data: object, headers: Record<string, string>) => {
    const answer = await fetch(origin + path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin, ...headers },
      body: JSON.stringify(data),
    });
    expect(answer.ok, `${path} ${answer.status}`).toBe(true);
    return answer;
  };
  const signed = await post('/sessions', { email: ada.email, password: ada.password }, {});
  const cookie = signed.headers
    .getSetCookie()
    .map((one) => one.split(';')[0])
    .join('; ');
  return {
    say: (conversation_id: number, content: string) =>
      post('/messages', { conversation_id, content }, { cookie }),
    /** How far the visitor has read. */
    async read(conversation_id: number): Promise<number> {
      const answer = await fetch(`${origin}/conversations/${conversation_id}`, {
        headers: { cookie },
      });
      return (await answer.json()).visitor_read_seq;
    },
  };
}

/** The place for the cursor where there is a mouse; a browser without a screen has none. */
const focusField = (document: string) => `(() => {
  const field = ${document}.querySelector('textarea');
  const placed = ${document}.activeElement === field;
  if (placed || !matchMedia('(pointer: fine)').matches) field?.focus();
  return ${document}.activeElement === field;
})()`;

const text = (selector: string) =>
  `document.querySelector(${JSON.stringify(selector)})?.innerText ?? ''`;

for (const kind of engines) {
  base.describe(kind.name, () => {
    base.skip(!isHere(kind), `${kind.name} is not installed: ${kind.needs.join(', ')}`);
    const test = base.extend<Stage & { engine: Engine }>({
      // biome-ignore lint/correctness/noEmptyPattern: Playwright reads a fixture's needs from this pattern
      engine: async ({}, use, info) => {
        const engine = await kind.open();
        try {
          await use(engine);
        } finally {
          const name = `${kind.name} ${info.title}.png`
            .replace(/\W+/g, '-')
            .replace(/-png$/, '.png');
          writeFileSync(info.outputPath(name), Buffer.from(await engine.picture(), 'base64'));
          await engine.close();
        }
      },
    });
    const shows = (engine: Engine, selector: string, what: string | RegExp) =>
      expect.poll(() => engine.read<string>(text(selector))).toMatch(what);

    test('a visitor writes, leaves, and comes back where reading stopped', async ({
      walkie,
      engine,
    }) => {
      await walkie.createAgent();
      const { say, read } = await speak(walkie);
      await engine.go(`${walkie.origin}/chat`);
      await engine.read(`document.querySelector('textarea').focus()`);
      await engine.type('hello from here{Enter}');
      await shows(engine, '.line.me', /Sent|Delivered/);
      await say(1, 'مرحبا! رقم الطلب 12345.');
      await shows(engine, '.line.them', '12345');
      // Each line has the direction of its script.
      const direction = `getComputedStyle(document.querySelector('.them .said')).direction`;
      expect(await engine.read(direction)).toBe('rtl');
      await expect.poll(() => read(1)).toBe(2);
      await engine.go('about:blank');
      for (let n = 1; n <= 40; n += 1) await say(1, `unread ${n}`);
      await engine.go(`${walkie.origin}/chat`);
      await shows(engine, '.unread', '40 new messages');
      const first = `(() => {
        const said = [...document.querySelectorAll('.said')].find((one) => one.innerText === 'unread 1');
        const { top, bottom } = said.getBoundingClientRect();
        const box = said.closest('.log').getBoundingClientRect();
        return top >= box.top && bottom <= box.bottom;
      })()`;
      await expect.poll(() => engine.read(first)).toBe(true);
      await shows(engine, '.jump', /^\d+ new$/);
      // The first screenful has been read, and no more.
      const waiting = async () => Number.parseInt(await engine.read(text('.jump')), 10);
      await expect.poll(waiting).toBeLessThan(40);
      expect(await waiting()).toBeGreaterThan(0);
      await engine.read(`document.querySelector('.jump').click()`);
      await expect.poll(() => engine.read(`document.title`)).toBe('Chat with us');
      await expect.poll(() => engine.read(`document.querySelector('.jump') === null`)).toBe(true);
    });

    test('the launcher opens the panel on a page', async ({ walkie, engine }) => {
      await engine.go(`${walkie.origin}/demo`);
      const shadow = `document.querySelector('walkie-widget').shadowRoot`;
      await expect.poll(() => engine.read(`!!document.querySelector('walkie-widget')`)).toBe(true);
      const place = `(() => { const { right, bottom, width } = ${shadow}.querySelector('button').getBoundingClientRect();
        return { right: innerWidth - right < 60, bottom: innerHeight - bottom, width }; })()`;
      expect(await engine.read(place)).toEqual({ right: true, bottom: 20, width: 60 });
      await engine.read(`document.body.style.transform = 'translateY(300px)'`);
      expect(await engine.read(place)).toEqual({ right: true, bottom: 20, width: 60 });
      await engine.read(`${shadow}.querySelector('button').click()`);
      const inside = (
        what: string,
      ) => `(() => { const frame = ${shadow}.querySelector('iframe')?.contentDocument;
        return ${what}; })()`;
      await expect.poll(() => engine.read(inside(`!!frame?.querySelector('textarea')`))).toBe(true);
      // The cursor is in the field: what is typed goes there.
      await expect.poll(() => engine.read(inside(focusField('frame')))).toBe(true);
      await engine.type('from the panel{Enter}');
      await expect
        .poll(() => engine.read(inside(`frame.querySelector('.line.me')?.innerText ?? ''`)))
        .toMatch(/from the panel[\s\S]*(Sent|Delivered)/);
      // The page swaps its body: the launcher stays, and so does the open panel.
      await engine.read(`document.body.replaceWith(document.createElement('body'))`);
      await expect
        .poll(() => engine.read(inside(`frame?.querySelector('.line.me')?.innerText ?? ''`)))
        .toContain('from the panel');
    });

    test('an agent signs in, answers by keyboard and resolves', async ({ walkie, engine }) => {
      await walkie.createAgent();
      const { origin } = walkie;
      const visitor = (path: string, data: object, token?: string) =>
        fetch(origin + path, {
          method: 'POST',
          headers: {
            'content-type': 'application/json',
            ...(token && { authorization: `Bearer ${token}` }),
          },
          body: JSON.stringify(data),
        }).then((answer) => answer.json());
      const { token } = await visitor('/visitors', { name: 'Łukasz Żak' });
      await visitor('/conversations', {}, token);
      await visitor('/messages', { conversation_id: 1, content: 'Is the bowl here? 你好' }, token);
      await engine.go(`${origin}/agent`);
      await expect
        .poll(() => engine.read(`!!document.querySelector('input[type=email]')`))
        .toBe(true);
      await engine.read(`document.querySelector('input[type=email]').focus()`);
      await engine.type(`${ada.email}{Tab}`);
      await engine.read(`document.querySelector('input[type=password]').focus()`);
      await engine.type(`${ada.password}{Enter}`);
      // Mine is empty, so the list starts where somebody waits.
      await shows(engine, '[data-row="1"]', 'Łukasz Żak');
      await engine.read(`document.querySelector('[data-row="1"]').click()`);
      await shows(engine, '[role=log]', '你好');
      await expect.poll(() => engine.read(focusField('document'))).toBe(true);
      await engine.type('It is.{Enter}');
      await shows(engine, '[role=log]', /It is\.[\s\S]*(Sent|Delivered)/);
      await expect
        .poll(() => engine.read(text('[role=log]')))
        .toContain('You took the conversation');
      // A character of a keyboard layout is text, not a command.
      const taken = `!document.activeElement.dispatchEvent(new KeyboardEvent('keydown',
        { key: '€', code: 'KeyE', altKey: true, bubbles: true, cancelable: true }))`;
      expect(await engine.read(taken)).toBe(false);
      await engine.type('{Escape}');
      await expect
        .poll(() => engine.read(`document.activeElement?.getAttribute('role')`))
        .toBe('log');
    });
  });
}
