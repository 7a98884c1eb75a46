import { createSight, readUpTo, type Sight } from '@walkie/client/reading';
import {
  createContext,
  type RefCallback,
  type RefObject,
  use,
  useCallback,
  useEffect,
  useRef,
  useState,
} from 'react';
import { attentive, useAttention } from './useAttention.ts';
import type { OpenConversation } from './useConversation.ts';

const ReadingContext = createContext<Sight['watch'] | null>(null);
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

/**
 * Reads what is on the screen while somebody is in front of it, and tells the server the newest of it:
 * what is below the screen stays unread.
 */
export function useReading(
  { handle, snapshot }: OpenConversation,
  scroller: RefObject<HTMLElement | null>,
): Sight['watch'] {
  const attention = useAttention();
  const newest = useRef(() => {});
  const [sight] = useState(() => createSight(() => newest.current()));

  const read = useCallback(() => {
    const seq = sight.newest();
    if (attentive() && seq > 0) handle.markRead(readUpTo(seq, snapshot));
  }, [sight, handle, snapshot]);
  useEffect(() => {
    newest.current = read;
    if (attention) read();
  }, [attention, read]);
  useEffect(
    () => (scroller.current ? sight.attach(scroller.current) : undefined),
    [sight, scroller],
  );
  return sight.watch;
}
