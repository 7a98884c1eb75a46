import {
  createContext,
  type RefCallback,
  type RefObject,
  use,
  useCallback,
  useEffect,
  useRef,
} from 'react';
import { isLogged } from '../model/rows.ts';
import { attentive, useAttention } from './useAttention.ts';
import type { OpenConversation } from './useConversation.ts';

/** Watches a message's element for as long as it is drawn; returns how to stop. */
export type Watch = (element: HTMLElement, seq: number) => () => void;

const ReadingContext = createContext<Watch | null>(null);
export const ReadingProvider = ReadingContext;

/** A ref for a message of everyone's log: having been on the screen is having been read. */
export function useReadWhenSeen(seq: number | null): RefCallback<HTMLElement> {
  const watch = use(ReadingContext);
  return useCallback(
    (element) => {
      if (element === null || watch === null || seq === null) return undefined;
      return watch(element, seq);
    },
    [watch, seq],
  );
}

const STEPS = [0, 0.25, 0.5, 0.75, 1];

/** Half of it is in sight, or it fills half of the thread. */
function seen(entry: IntersectionObserverEntry): boolean {
  const room = entry.rootBounds?.height ?? Number.POSITIVE_INFINITY;
  const enough = entry.intersectionRatio >= 0.5 || entry.intersectionRect.height >= room / 2;
  return entry.isIntersecting && enough;
}

/**
 * Reads what is on the screen while somebody is in front of it, and tells the server the newest of it:
 * what is below the screen stays unread.
 */
export function useReading(
  { handle, snapshot }: OpenConversation,
  scroller: RefObject<HTMLElement | null>,
): Watch {
  const attention = useAttention();
  const inSight = useRef(new Map<Element, number>());
  const end = useRef({ message: 0, seq: 0 });
  const { last_seq, messages } = snapshot;
  const lastView = messages.findLast((view) => isLogged(view) && !view.note);
  const last = lastView !== undefined && isLogged(lastView) ? lastView.message.seq : 0;

  const read = useCallback(() => {
    const seq = Math.max(0, ...inSight.current.values());
    if (!attentive() || seq === 0) return;
    // Changes and edits after the last message are not there to be read: with it they are.
    handle.markRead(seq >= end.current.message ? Math.max(seq, end.current.seq) : seq);
  }, [handle]);
  useEffect(() => {
    end.current = { message: last, seq: last_seq };
    if (attention) read();
  }, [attention, read, last, last_seq]);

  const drawn = useRef(new Map<Element, number>());
  const observer = useRef<IntersectionObserver | null>(null);
  useEffect(() => {
    const look = (entries: IntersectionObserverEntry[]) => {
      for (const entry of entries) {
        const seq = drawn.current.get(entry.target);
        if (seq !== undefined && seen(entry)) inSight.current.set(entry.target, seq);
        else inSight.current.delete(entry.target);
      }
      read();
    };
    const watching = new IntersectionObserver(look, { root: scroller.current, threshold: STEPS });
    observer.current = watching;
    for (const element of drawn.current.keys()) watching.observe(element);
    return () => {
      observer.current = null;
      watching.disconnect();
    };
  }, [read, scroller]);
  return useCallback((element, seq) => {
    drawn.current.set(element, seq);
    observer.current?.observe(element);
    return () => {
      observer.current?.unobserve(element);
      drawn.current.delete(element);
      inSight.current.delete(element);
    };
  }, []);
}
