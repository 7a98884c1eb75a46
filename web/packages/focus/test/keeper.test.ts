import { afterEach, beforeEach, expect, it } from 'vitest';
import { focusOnArrival, keepFocus } from '../src/keeper.ts';

let stop = () => {};
beforeEach(() => {
  document.body.innerHTML = `<section data-homes="#composer">
    <div data-items="[data-actions]"><article><button data-actions id="actions">…</button></article></div>
    <textarea id="composer"></textarea></section>`;
  stop = keepFocus();
});
afterEach(() => stop());

const byId = (id: string) => document.getElementById(id) as HTMLElement;
const settled = () => new Promise((done) => setTimeout(done, 20));
const put = (html: string) => {
  document.body.insertAdjacentHTML('beforeend', html);
  return document.body.lastElementChild as HTMLElement;
};
/** As a pointer opens it: its button has never had the focus. */
async function openMenu() {
  const menu = put('<div role="menu" aria-labelledby="actions"><button id="item"></button></div>');
  byId('item').focus();
  await settled();
  return menu;
}

for (const [from, to] of [
  ['composer', 'composer'],
  ['actions', 'actions'],
] as const)
  it(`a menu that closes: from ${from}`, async () => {
    byId(from).focus();
    const menu = await openMenu();
    menu.remove();
    await settled();
    expect(document.activeElement?.id).toBe(to);
  });

it('a menu that a pointer opened from anything but a text gives the focus to its button', async () => {
  const row = put('<a href="/" id="row">row</a>');
  row.focus();
  const menu = await openMenu();
  menu.remove();
  await settled();
  expect(document.activeElement?.id).toBe('actions');
});

for (const [from, to] of [
  ['composer', 'composer'],
  ['actions', 'actions'],
] as const)
  it(`a field that stands in the place of a text for a while: from ${from}`, async () => {
    byId(from).focus();
    const menu = await openMenu();
    const button = byId('actions');
    const box = document.createElement('div');
    box.setAttribute('data-aside', '');
    box.innerHTML = '<textarea id="edit"></textarea><button id="save"></button>';
    button.replaceWith(box);
    byId('edit').focus();
    menu.remove();
    await settled();
    expect(document.activeElement?.id).toBe('edit');
    byId('save').focus();
    box.replaceWith(button);
    await settled();
    expect(document.activeElement?.id).toBe(to);
  });

it('a page that opens puts the focus where one writes, unless somebody was quicker', async () => {
  byId('composer').setAttribute('disabled', '');
  focusOnArrival('#composer');
  await settled();
  expect(document.activeElement).toBe(document.body);
  byId('composer').removeAttribute('disabled');
  await settled();
  expect(document.activeElement?.id).toBe('composer');
  byId('composer').blur();
  byId('composer').setAttribute('disabled', '');
  focusOnArrival('#composer');
  byId('actions').focus();
  await settled();
  byId('composer').removeAttribute('disabled');
  await settled();
  expect(document.activeElement?.id).toBe('actions');
});
