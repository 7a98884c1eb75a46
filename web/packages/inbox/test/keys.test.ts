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

describe('commandOf', () => {
  it('goes by the place of the key, since Alt types letters on a Mac', () => {
    expect(commandOf(press('∆', { altKey: true, code: 'KeyJ' }), true)).toBe('next');
    expect(commandOf(press('k', { altKey: true, code: 'KeyK' }), true)).toBe('previous');
    expect(commandOf(press('e', { altKey: true, code: 'KeyE' }), false)).toBe('resolve');
    expect(commandOf(press('p', { altKey: true, code: 'KeyP' }), false)).toBe('note');
    expect(commandOf(press('l', { altKey: true, code: 'KeyL' }), false)).toBe('reply');
  });
  it('leaves AltGr, which is Ctrl+Alt, to the keyboard layout', () => {
    expect(commandOf(press('€', { altKey: true, ctrlKey: true, code: 'KeyE' }), true)).toBeNull();
  });
  it('opens the palette everywhere and the sheet only outside of fields', () => {
    expect(commandOf(press('k', { ctrlKey: true }), true)).toBe('palette');
    expect(commandOf(press('K', { metaKey: true }), false)).toBe('palette');
    expect(commandOf(press('?', { shiftKey: true }), false)).toBe('sheet');
    expect(commandOf(press('?', { shiftKey: true }), true)).toBeNull();
  });
});
