import { clsx } from 'clsx';
import { MAC } from '../model/keys.ts';

const NAMES: Readonly<Record<string, string>> = MAC
  ? { Mod: '⌘', Alt: '⌥', Shift: '⇧', Enter: '↵', Escape: 'esc' }
  : { Mod: 'Ctrl', Alt: 'Alt', Shift: 'Shift', Enter: 'Enter', Escape: 'Esc' };

/** "Mod+K" as this keyboard spells it. */
export function keyNames(keys: string): string {
  return keys
    .split('+')
    .map((key) => NAMES[key] ?? key)
    .join(MAC ? '' : '+');
}

export function Kbd({ keys, className }: { keys: string; className?: string }) {
  return (
    <kbd
      className={clsx(
        'inline-flex h-5 items-center rounded-[5px] border border-current/25 px-1.5 font-sans text-[11px] leading-none',
        className,
      )}
    >
      {keyNames(keys)}
    </kbd>
  );
}
