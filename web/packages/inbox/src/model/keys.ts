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
  note: 'Alt+P',
  reply: 'Alt+L',
};

const ALT: Readonly<Record<string, Command>> = {
  KeyJ: 'next',
  KeyK: 'previous',
  KeyE: 'resolve',
  KeyP: 'note',
  KeyL: 'reply',
};

/** Alt goes by the key's place: on a Mac Alt+J types a letter of its own. */
export function commandOf(press: KeyPress, writing: boolean): Command | null {
  if (composing(press)) return null;
  const mod = press.ctrlKey || press.metaKey;
  if (mod && !press.altKey && !press.shiftKey && press.key.toLowerCase() === 'k') return 'palette';
  if (press.altKey && !mod && !press.shiftKey) return ALT[press.code ?? ''] ?? null;
  if (press.key === '?' && !mod && !press.altKey && !writing) return 'sheet';
  return null;
}

/** Is the person typing text into this element? */
export function isWriting(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName);
}
