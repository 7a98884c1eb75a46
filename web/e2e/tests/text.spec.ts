// Message text in a real browser: what was typed is what is shown, selected and copied, and each line
// runs in the direction of its own script.
import type { Locator } from '@playwright/test';
import { expect, openThread, said, signIn, test, write } from './support/people.ts';
import { have } from './support/talk.ts';
import { agent as ada } from './support/walkie.ts';

/** What copying this whole element gives. */
const selected = (element: Locator) =>
  element.evaluate((node) => {
    const selection = window.getSelection();
    selection?.selectAllChildren(node);
    return selection?.toString();
  });

test('what was typed is shown and copied unchanged', async ({ walkie, person }) => {
  await walkie.createAgent();
  const agent = await (await person()).newPage();
  await signIn(agent, walkie);
  const visitor = await (await person()).newPage();
  await visitor.goto(`${walkie.origin}/chat`);
  const typed =
    '  Two  spaces\n\nask\n2. blue\n4. red\n\n24. Dezember\n26. Dezember\n- a\n  - b\n' +
    '¯\\_(ツ)_/¯ ^_^ *_* x**2 + y**2\n\tif (a) {\n\t\tb\n\t}\n**** **** 1234';
  await write(visitor, typed);
  await openThread(agent, '1234');
  for (const place of [said(agent, '1234').locator('.prose-message'), visitor.locator('.said')]) {
    expect(await place.evaluate((node) => (node as HTMLElement).innerText)).toBe(typed);
    expect(await selected(place)).toBe(typed);
  }
  const list = said(agent, '1234').getByRole('list').first();
  await expect(list.getByRole('listitem')).toHaveText([/^2\. blue$/, /^4\. red$/]);
});

/** Where the first and the last character of a text stand, from left to right, in pixels. */
const ends = (element: Locator, text: string) =>
  element.evaluate((node, searched) => {
    const walk = document.createTreeWalker(node, NodeFilter.SHOW_TEXT);
    for (let found = walk.nextNode(); found; found = walk.nextNode()) {
      const from = found.textContent?.indexOf(searched) ?? -1;
      if (from === -1) continue;
      const at = (index: number) => {
        const range = document.createRange();
        range.setStart(found, index);
        range.setEnd(found, index + 1);
        return range.getBoundingClientRect().left;
      };
      return { first: at(from), last: at(from + searched.length - 1) };
    }
    throw new Error(`${searched} is not there`);
  }, text);

test('each line runs in the direction of its script', async ({ walkie, person }) => {
  await walkie.createAgent();
  const agent = await (await person()).newPage();
  await signIn(agent, walkie);
  const visitor = await (await person()).newPage();
  await visitor.goto(`${walkie.origin}/chat`);
  const arabic = 'مرحبا! رقم الطلب 12345.';
  await write(visitor, `${arabic}\nIn English: 3.`);
  await openThread(agent, '12345');
  for (const place of [said(agent, '12345').locator('.prose-message'), visitor.locator('.said')]) {
    const right = await ends(place, arabic);
    expect(right.last).toBeLessThan(right.first);
    const left = await ends(place, 'In English: 3.');
    expect(left.last).toBeGreaterThan(left.first);
  }
});

test('a name of the other direction moves nothing beside it', async ({ walkie, person }) => {
  await walkie.createAgent({ ...ada, name: 'דנה 7' });
  const agent = await (await person()).newPage();
  await signIn(agent, walkie);
  const id = await have(agent, walkie, { name: 'مريم 9\u202e', lines: ['> hello', '< mine'] });
  await agent.goto(`${walkie.origin}/agent/c/${id}?view=all`);
  const name = agent.getByRole('heading', { name: 'مريم 9' });
  await expect(name.first()).toHaveText('مريم 9');
  await agent.getByRole('button', { name: 'Assign to me' }).click();
  await agent.getByRole('button', { name: 'Resolve', exact: false }).first().click();
  await expect(agent.getByText('You resolved')).toBeVisible();
  // The phrase around a name keeps its own order.
  const placeholder = await agent
    .getByRole('textbox', { name: 'Reply' })
    .getAttribute('placeholder');
  expect(placeholder).toBe('Reply to \u2068مريم 9\u2069…');
});
