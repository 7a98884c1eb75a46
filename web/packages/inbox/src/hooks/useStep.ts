import type { Conversation } from '@walkie/client';
import { type RefObject, useEffect, useRef } from 'react';

interface Steps {
  readonly rows: readonly Conversation[];
  readonly selected: number | null;
  /** The conversation whose thread is drawn. */
  readonly shown: number | null;
  readonly input: RefObject<HTMLTextAreaElement | null>;
  readonly onOpen: (conversation: number) => void;
}

/**
 * To the next or the last conversation of the list. One that has left the list keeps its place there:
 * the next one is the one that moved up. Who was writing goes on writing.
 */
export function useStep({
  rows,
  selected,
  shown,
  input,
  onOpen,
}: Steps): ((by: 1 | -1) => void) & { write(): void } {
  const place = useRef(0);
  const writes = useRef(false);
  const at = rows.findIndex((row) => row.id === selected);
  useEffect(() => {
    if (at >= 0) place.current = at;
  }, [at]);
  useEffect(() => {
    if (shown === null || !writes.current) return;
    writes.current = false;
    input.current?.focus();
  }, [shown, input]);
  const go = (by: 1 | -1) => {
    const gone = by === 1 ? place.current : place.current - 1;
    const index = at >= 0 ? at + by : selected === null ? 0 : Math.max(0, gone);
    const next = rows[index] ?? (at < 0 ? rows.at(-1) : undefined);
    if (next === undefined || next.id === selected) return;
    writes.current = document.activeElement === input.current && input.current !== null;
    onOpen(next.id);
  }; /** The next thread is opened to answer: the composer gets the focus, but no phone its keyboard. */
  const write = () => {
    writes.current = window.matchMedia('(hover: hover)').matches;
  };
  return Object.assign(go, { write });
}
