import type { Conversation } from '@walkie/client';
import { focusOnArrival, focusWhenThere } from '@walkie/focus';
import { useEffect, useRef } from 'react';

interface Steps {
  readonly rows: readonly Conversation[];
  readonly selected: number | null;
  readonly onOpen: (conversation: number) => void;
}

/**
 * To the next or the last conversation of the list. One that has left the list keeps its place there:
 * the next one is the one that moved up. Who was writing goes on writing, who was reading reads on.
 */
export function useStep({ rows, selected, onOpen }: Steps): (by: 1 | -1) => void {
  const place = useRef(0);
  const at = rows.findIndex((row) => row.id === selected);
  useEffect(() => {
    if (at >= 0) place.current = at;
  }, [at]);
  return (by) => {
    const gone = by === 1 ? place.current : place.current - 1;
    const index = at >= 0 ? at + by : selected === null ? 0 : Math.max(0, gone);
    const next = rows[index] ?? (at < 0 ? rows.at(-1) : undefined);
    if (next === undefined || next.id === selected) return;
    onOpen(next.id);
    focusWhenThere(samePlace(next.id));
  };
}

/** Where the focus goes with the selection. On a Mac the next Option+J must not be typed into a field. */
function samePlace(next: number): string {
  const from = document.activeElement;
  if (from?.id === 'composer') return '#composer';
  return from?.closest('#thread') ? '#messages' : `[data-row="${next}"]`;
}

/** A page that opens at a conversation: nothing has had the focus yet, and what is typed was lost. */
export function useArrival(conversation: number | null): void {
  const first = useRef(conversation !== null);
  useEffect(() => {
    if (!first.current) return;
    first.current = false;
    focusOnArrival(window.matchMedia('(hover: hover)').matches ? '#composer' : '#messages');
  }, []);
}

/** A conversation is opened to answer: the composer gets the focus, but no phone its keyboard. */
export function writeWhenThere(): void {
  if (window.matchMedia('(hover: hover)').matches) focusWhenThere('#composer');
}
