import { afterEach, describe, expect, it } from 'vitest';
import { placeAfter, trailOf } from '../src/places.ts';

const byId = (id: string) => document.getElementById(id) as HTMLElement;
const after = (id: string, change: (it: HTMLElement) => void) => {
  const trail = trailOf(byId(id));
  change(byId(id));
  return placeAfter(trail, new WeakMap())?.id;
};

afterEach(() => {
  document.body.innerHTML = '';
});

describe('a thread', () => {
  /** As the inbox draws it: the items are inside of their rows, and those inside of a virtual list. */
  const draw = (...ids: string[]) => {
    const row = (id: string) =>
      `<div><article><button data-actions id="${id}"></button></article></div>`;
    document.body.innerHTML = `<section data-homes="#composer">
      <div tabindex="0" data-items="[data-actions]"><div>${ids.map(row).join('')}</div></div>
      <textarea id="composer"></textarea></section>`;
  };

  it('a message that is deleted gives the focus to the next, the last to the one before', () => {
    const lost = { a: 'b', b: 'c', c: 'd', d: 'c' };
    for (const [id, neighbour] of Object.entries(lost)) {
      draw('a', 'b', 'c', 'd');
      expect(after(id, (it) => it.remove())).toBe(neighbour);
      // Its row goes too, as for a message that was never sent.
      draw('a', 'b', 'c', 'd');
      expect(after(id, (it) => it.closest('div')?.remove())).toBe(neighbour);
    }
  });
  it('goes on past neighbours that are gone too', () => {
    draw('a', 'b', 'c', 'd');
    byId('d').setAttribute('disabled', '');
    byId('b').setAttribute('disabled', '');
    expect(after('c', (it) => it.remove())).toBe('a');
  });
  it('without a neighbour it is the composer', () => {
    draw('a');
    expect(after('a', (it) => it.remove())).toBe('composer');
  });
  it('what ends inside of a message returns to the message', () => {
    draw('a', 'b', 'c');
    const button = byId('c');
    const field = document.createElement('textarea');
    field.id = 'edit';
    button.replaceWith(field);
    expect(after('edit', (it) => it.replaceWith(button))).toBe('c');
  });
});

it('a row that leaves a list gives the focus to its neighbour, not to the top', () => {
  const lost = { a: 'b', b: 'c', c: 'b' };
  for (const [id, neighbour] of Object.entries(lost)) {
    const row = (name: string) => `<li><a href="/" data-row id="${name}"></a></li>`;
    document.body.innerHTML = `<section data-homes="input"><input id="search" />
      <div data-items="[data-row]"><ul>${['a', 'b', 'c'].map(row).join('')}</ul></div></section>`;
    expect(after(id, (it) => it.closest('li')?.remove())).toBe(neighbour);
  }
});
