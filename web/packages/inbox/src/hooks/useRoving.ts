import { type FocusEvent, type KeyboardEvent, useState } from 'react';
import { flushSync } from 'react-dom';
import type { Row } from '../model/rows.ts';

export interface Roving {
  /** The message whose menu Tab reaches: the one last focused, else the newest. */
  readonly reachable: string | null;
  /** In the capture phase: the menu would open on an arrow key. */
  readonly move: (event: KeyboardEvent<HTMLElement>) => void;
  readonly onFocus: (event: FocusEvent) => void;
}

/** One message of the thread for Tab, its links and its menu; Up and Down walk to the others. */
export function useRoving(rows: readonly Row[]): Roving {
  const [focused, setFocused] = useState<string | null>(null);
  const there = rows.some((row) => row.key === focused);
  const newest = rows.findLast((row) => row.kind === 'message' && 'message' in row.view);
  return {
    reachable: there ? focused : (newest?.key ?? null),
    onFocus(event) {
      const key = event.target.closest<HTMLElement>('[data-key]')?.dataset['key'];
      if (key !== undefined) setFocused(key);
    },
    move(event) {
      // From the thread itself to what is in sight: the row that was reachable may not be drawn.
      if (event.key === 'Tab' && event.target === event.currentTarget) {
        const key = lastInSight(event.currentTarget);
        if (key !== undefined) flushSync(() => setFocused(key));
      }
      const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
      const from = event.target;
      if (step === 0 || event.altKey || !(from instanceof HTMLElement)) return;
      if (!from.matches('[data-actions]')) return;
      const menus = [...event.currentTarget.querySelectorAll<HTMLElement>('[data-actions]')];
      const next = menus[menus.indexOf(from) + step];
      if (next === undefined) return;
      event.preventDefault();
      next.focus();
      next.scrollIntoView({ block: 'nearest' });
    },
  };
}

/** The lowest message with a menu that stands whole in the box. */
function lastInSight(box: HTMLElement): string | undefined {
  const { bottom } = box.getBoundingClientRect();
  const menus = [...box.querySelectorAll<HTMLElement>('[data-actions]')];
  const seen = menus.findLast((menu) => menu.getBoundingClientRect().bottom <= bottom);
  return seen?.closest<HTMLElement>('[data-key]')?.dataset['key'];
}
