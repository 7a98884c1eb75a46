import { describe, expect, it } from 'vitest';
import { commandOf, type KeyPress, sends } from '../src/model/keys.ts';

const press = (key: string, more: Partial<KeyPress> = {}): KeyPress => ({
  key,
  altKey: false,
  ctrlKey: false,
  metaKey: false,
  shiftKey: false,
  ...more,
});

describe('sends', () => {
  it('is Enter, and Shift+Enter breaks the line', () => {
    expect(sends(press('Enter'), true)).toBe(true);
    expect(sends(press('Enter', { shiftKey: true }), true)).toBe(false);
    expect(sends(press('a'), true)).toBe(false);
  });
  it('never is the Enter that confirms a candidate', () => {
    expect(sends(press('Enter', { isComposing: true }), true)).toBe(false);
    expect(sends(press('Enter', { keyCode: 229 }), true)).toBe(false);
    expect(sends(press('Enter', { isComposing: true, ctrlKey: true }), false)).toBe(false);
  });
  it('needs Ctrl or Cmd where Enter was set to break the line', () => {
    expect(sends(press('Enter'), false)).toBe(false);
    expect(sends(press('Enter', { ctrlKey: true }), false)).toBe(true);
    expect(sends(press('Enter', { metaKey: true }), false)).toBe(true);
  });
});

/** What each layout makes of the five command keys with Option (Mac), or with AltGr. */
const TYPED: Record<string, Partial<Record<'J' | 'K' | 'E' | 'P' | 'L', string>>> = {
  'Mac US': { J: '∆', K: '˚', E: 'Dead', P: 'π', L: '¬' },
  'Mac US International': { J: 'Dead', K: '˚', E: 'Dead', P: 'Dead', L: 'ø' },
  'Mac Polish Pro': { J: '∆', K: 'Ż', E: 'ę', P: 'π', L: 'ł' },
  'Mac German': { J: 'º', K: '∆', E: '€', P: 'π', L: '@' },
  'Mac French': { J: 'Ï', K: 'È', E: 'ê', P: 'π', L: '¬' },
  'Polish programmers': { E: 'ę', L: 'ł', J: 'j', K: 'k', P: 'p' },
  German: { E: '€', J: 'Dead', K: 'ĸ', P: 'þ', L: 'ł' },
  French: { E: '€', J: 'Dead', K: 'ĸ', P: 'þ', L: 'ł' },
  'US International': { E: 'é', P: 'ö', L: 'ø', J: 'ï', K: 'œ' },
};
const letters = ['J', 'K', 'E', 'P', 'L'] as const;
const each = Object.entries(TYPED).flatMap(([layout, keys]) =>
  letters.map((letter) => [layout, letter, keys[letter] ?? ''] as const),
);

describe('commandOf', () => {
  it.each(each)('leaves Option to the text: %s, %s types %s', (layout, letter, key) => {
    const event = press(key, { altKey: true, code: `Key${letter}` });
    // A platform that does not say what it is changes nothing for what is not a plain letter.
    const macs = layout.startsWith('Mac') || !/^[a-z]$/i.test(key) ? [true, false] : [true];
    for (const mac of macs) expect(commandOf(event, true, mac)).toBeNull();
  });
  it.each(each)('leaves AltGr to the text: %s, %s types %s', (_, letter, key) => {
    const code = `Key${letter}`;
    const windows = press(key, { altKey: true, ctrlKey: true, code });
    const getModifierState = (name: string) => name === 'AltGraph';
    for (const writing of [true, false]) {
      expect(commandOf(windows, writing, false)).toBeNull();
      for (const altKey of [true, false])
        expect(
          commandOf(press(key, { altKey, code, getModifierState }), writing, false),
        ).toBeNull();
    }
  });
  it('takes no Option letter on a Mac while writing, whatever the layout says', () => {
    for (const letter of letters)
      expect(
        commandOf(press(letter, { altKey: true, code: `Key${letter}` }), true, true),
      ).toBeNull();
  });
  it('takes nothing while an input method composes', () => {
    const event = press('j', { altKey: true, code: 'KeyJ', isComposing: true });
    expect(commandOf(event, true, false)).toBeNull();
    expect(commandOf({ ...event, isComposing: false, keyCode: 229 }, true, false)).toBeNull();
  });
  it('takes the plain letter of Windows and Linux while writing too', () => {
    expect(commandOf(press('j', { altKey: true, code: 'KeyJ' }), true, false)).toBe('next');
    expect(commandOf(press('k', { altKey: true, code: 'KeyK' }), true, false)).toBe('previous');
    // Where layouts move letters (Dvorak), the letter counts and not the place.
    expect(commandOf(press('j', { altKey: true, code: 'KeyC' }), true, false)).toBe('next');
    expect(commandOf(press('h', { altKey: true, code: 'KeyJ' }), true, false)).toBeNull();
  });
  it('goes by the place of the key outside of fields, where no letter is typed', () => {
    const wanted = { J: 'next', K: 'previous', E: 'resolve', P: 'note', L: 'reply' };
    for (const [, letter, key] of each)
      if (!/^[a-z]$/i.test(key))
        expect(commandOf(press(key, { altKey: true, code: `Key${letter}` }), false, true)).toBe(
          wanted[letter],
        );
    expect(commandOf(press('о', { altKey: true, code: 'KeyJ' }), false, false)).toBe('next');
  });
  it('opens the palette everywhere and the sheet only outside of fields', () => {
    expect(commandOf(press('k', { ctrlKey: true }), true, false)).toBe('palette');
    expect(commandOf(press('K', { metaKey: true }), false, true)).toBe('palette');
    expect(commandOf(press('л', { ctrlKey: true, code: 'KeyK' }), true, false)).toBe('palette');
    expect(commandOf(press('?', { shiftKey: true }), false)).toBe('sheet');
    expect(commandOf(press('?', { shiftKey: true }), true)).toBeNull();
  });
  it('leaves Ctrl+K in a text field of a Mac to the text', () => {
    expect(commandOf(press('k', { ctrlKey: true }), true, true)).toBeNull();
    expect(commandOf(press('k', { metaKey: true }), true, true)).toBe('palette');
  });
});
