/** The part of a key event that decides; React's and the browser's both have it. */
export interface KeyPress {
  readonly key: string;
  readonly code?: string;
  readonly keyCode?: number;
  readonly isComposing?: boolean;
  readonly altKey: boolean;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly shiftKey: boolean;
  getModifierState?(modifier: string): boolean;
}

/** An input method is choosing characters: its Enter belongs to it. 229 is Safari's way to say so. */
export function composing(press: KeyPress): boolean {
  return press.isComposing === true || press.keyCode === 229;
}

/** Does this press send what is being written? */
export function sends(press: KeyPress, enterSends: boolean): boolean {
  if (press.key !== 'Enter' || composing(press) || press.shiftKey || press.altKey) return false;
  return enterSends || press.ctrlKey || press.metaKey;
}

export const COMMANDS = [
  'palette',
  'sheet',
  'next',
  'previous',
  'resolve',
  'pending',
  'snooze',
  'note',
  'reply',
] as const;
export type Command = (typeof COMMANDS)[number];

/** How each command is spelled for people; `commandOf` is what listens. */
export const SPELLING: Readonly<Record<Command, string>> = {
  palette: 'Mod+K',
  sheet: '?',
  next: 'Alt+J',
  previous: 'Alt+K',
  resolve: 'Alt+E',
  pending: 'Alt+W',
  snooze: 'Alt+S',
  note: 'Alt+P',
  reply: 'Alt+L',
};

const ALT: Readonly<Record<string, Command>> = {
  J: 'next',
  K: 'previous',
  E: 'resolve',
  W: 'pending',
  S: 'snooze',
  P: 'note',
  L: 'reply',
};

export const MAC = /Mac|iPhone|iPad/.test(navigator.platform);

/**
 * Which command a key press means, if any. Text comes first: a press that types a character in some
 * layout is never a command while a text field has the focus.
 */
export function commandOf(press: KeyPress, writing: boolean, mac: boolean = MAC): Command | null {
  if (composing(press) || altGraph(press)) return null;
  const mod = press.ctrlKey || press.metaKey;
  if (mod && !press.altKey && !press.shiftKey) return paletteKey(press, writing, mac);
  if (press.altKey && !mod && !press.shiftKey) return altCommand(press, writing, mac);
  if (press.key === '?' && !mod && !press.altKey && !writing) return 'sheet';
  return null;
}

/** Linux and Firefox name AltGr so; Windows sends it as Ctrl and Alt together. */
function altGraph(press: KeyPress): boolean {
  return press.getModifierState?.('AltGraph') === true;
}

/** On a Mac Ctrl+K deletes to the end of the line in every text field; there Cmd+K is ours. */
function paletteKey(press: KeyPress, writing: boolean, mac: boolean): Command | null {
  if (mac && writing && !press.metaKey) return null;
  return (plainLetter(press) ?? placeOf(press)) === 'K' ? 'palette' : null;
}

/**
 * On Windows and Linux Alt+J reports the plain letter and types nothing. On a Mac Option types: `∆`, a
 * dead accent, or in some layouts even a plain letter. So while somebody writes, only a plain letter
 * counts, and on a Mac nothing does. Elsewhere the place of the key decides when its letter does not.
 */
function altCommand(press: KeyPress, writing: boolean, mac: boolean): Command | null {
  const letter = ALT[plainLetter(press) ?? ''] ?? null;
  if (writing) return mac ? null : letter;
  return letter ?? ALT[placeOf(press)] ?? null;
}

function plainLetter({ key }: KeyPress): string | null {
  return /^[a-z]$/i.test(key) ? key.toUpperCase() : null;
}

/** The letter at this place on a US keyboard. */
function placeOf({ code = '' }: KeyPress): string {
  return /^Key([A-Z])$/.exec(code)?.[1] ?? '';
}

/** Is the person typing text into this element? */
export function isWriting(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName);
}
