import { type RefObject, useLayoutEffect, useRef } from 'react';
import { heldRow } from '../list/held.ts';

interface StillList {
  readonly scroller: RefObject<HTMLDivElement | null>;
  readonly ids: readonly number[];
  /** All rows are as high. */
  readonly rowHeight: number;
  /** Which list it is: another one begins at its top. */
  readonly list: string;
}

/**
 * Rows come, go and move above what somebody reads: the rows in sight stay where they are. At the very
 * top the newest row is what one wants to see, so there nothing is held. Returns the scroll handler.
 */
export function useStillList({ scroller, ids, rowHeight, list }: StillList): () => void {
  const was = useRef({ ids, list, top: 0 });
  useLayoutEffect(() => {
    const before = was.current;
    const box = scroller.current;
    if (box === null) return;
    if (before.list !== list) box.scrollTop = 0;
    else if (before.ids !== ids) {
      // The browser has pulled a list that became shorter to its new end already.
      const top = ids.length < before.ids.length ? before.top : box.scrollTop;
      const held = top < 1 ? null : heldRow(before.ids, ids, Math.floor(top / rowHeight));
      const moved = held === null ? 0 : held.after - held.before;
      if (moved !== 0) box.scrollTop = top + moved * rowHeight;
    }
    was.current = { ids, list, top: box.scrollTop };
  }, [scroller, ids, rowHeight, list]);
  return () => {
    was.current = { ...was.current, top: scroller.current?.scrollTop ?? 0 };
  };
}
