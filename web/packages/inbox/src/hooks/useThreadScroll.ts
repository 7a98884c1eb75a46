import { type RefObject, useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react';
import type { VirtualizerHandle } from 'virtua';
import { isLogged, type Row } from '../model/rows.ts';
import { attentive } from './useAttention.ts';

const BOTTOM_PX = 56;
const OLDER_PX = 600;

/** What stays in place while sizes are still being measured: an end of the list, or the reader. */
type Anchor = 'bottom' | 'unread' | 'reader';

export interface ThreadScroll {
  readonly view: RefObject<VirtualizerHandle | null>;
  readonly scroller: RefObject<HTMLDivElement | null>;
  /** Rows were put in front: the virtual list keeps the position from the end. */
  readonly shift: boolean;
  /** Whether the newest message is in sight; null until the thread has been laid out. */
  readonly atEnd: boolean | null;
  /** Others' messages that arrived below meanwhile. */
  readonly fresh: number;
  readonly onScroll: () => void;
  readonly onScrollEnd: () => void;
  /** A wheel, a finger, a key: from now on leaving the place is the reader's will. */
  readonly onHands: () => void;
  readonly toBottom: () => void;
}

/**
 * Opens at the first unread message, follows the bottom only when already there (or when the agent
 * writes), loads older messages near the top without a jump.
 */
export function useThreadScroll(rows: readonly Row[], onOlder: () => void): ThreadScroll {
  const view = useRef<VirtualizerHandle>(null);
  const scroller = useRef<HTMLDivElement>(null);
  const anchor = useRef<Anchor | null>(null);
  const latest = useRef(rows);
  const [atEnd, setAtEnd] = useState<boolean | null>(null);
  const { onHands, onPut, leaves } = useHands(scroller);

  // Rows are measured only when drawn, and the box shrinks as the reply grows: each may move the goal,
  // so whatever changes its size settles again.
  const settle = useCallback(() => {
    const box = scroller.current;
    const list = view.current;
    if (box === null || list === null) return;
    if (anchor.current === 'bottom') box.scrollTop = box.scrollHeight;
    const unread = latest.current.findIndex((row) => row.kind === 'unread');
    if (anchor.current === 'unread' && unread >= 0) box.scrollTop = list.getItemOffset(unread);
    onPut();
  }, [onPut]);
  const measure = useCallback(() => {
    const box = scroller.current;
    if (box === null || anchor.current === null) return false;
    const end = gapOf(box) < BOTTOM_PX;
    setAtEnd(end);
    return end;
  }, []);
  const toBottom = useCallback(() => {
    anchor.current = 'bottom';
    settle();
  }, [settle]);
  const shift = usePrepended(rows);
  const { keepPlace, moving } = usePlaceKept(view, scroller, latest, shift);
  // In the middle of a prepend the page is for a moment at its end: only rest counts as arriving.
  const onScroll = useCallback(() => {
    const box = scroller.current;
    keepPlace();
    if (anchor.current !== null && !moving.current && leaves(anchor.current))
      anchor.current = 'reader';
    if (box !== null && gapOf(box) >= BOTTOM_PX && anchor.current !== null) setAtEnd(false);
    if (anchor.current !== null && (scroller.current?.scrollTop ?? OLDER_PX) < OLDER_PX) onOlder();
  }, [onOlder, keepPlace, leaves, moving]);
  const onScrollEnd = useCallback(() => {
    if (moving.current || !measure() || anchor.current !== 'reader') return;
    anchor.current = 'bottom';
    onPut();
  }, [measure, moving, onPut]);
  useSizes(scroller, () => {
    if (moving.current) return;
    settle();
    measure();
  });

  useLayoutEffect(() => {
    latest.current = rows;
  }, [rows]);
  useNewRows(rows, (last) => {
    const divided = rows.some((row) => row.kind === 'unread');
    if (anchor.current === null) {
      anchor.current = divided ? 'unread' : 'bottom';
    } else if (last?.view.mine === true && !isLogged(last.view)) {
      anchor.current = 'bottom';
    } else if (!attentive()) {
      // Nobody looks: what comes is followed until its divider is at the top, and no further.
      if (anchor.current === 'bottom' && divided) anchor.current = 'unread';
    } else if (measure()) {
      anchor.current = 'bottom';
    }
    settle();
  });

  return {
    view,
    scroller,
    shift,
    atEnd,
    fresh: useFresh(rows, atEnd === false),
    onScroll,
    onScrollEnd,
    onHands,
    toBottom,
  };
}

/**
 * Tells the reader's scrolling from the page's own. A click or a key moves nothing by itself: only what
 * leaves the place where the page was put, by hand, makes another place the reader's.
 */
function useHands(scroller: RefObject<HTMLDivElement | null>) {
  const touched = useRef(false);
  const put = useRef(0);
  const onHands = useCallback(() => {
    touched.current = true;
  }, []);
  const onPut = useCallback(() => {
    put.current = scroller.current?.scrollTop ?? 0;
  }, [scroller]);
  const leaves = useCallback(
    (anchor: Anchor) => {
      const box = scroller.current;
      if (!touched.current || box === null) return false;
      const by = box.scrollTop - put.current;
      if (anchor !== 'bottom') return Math.abs(by) > 1;
      // The list scrolls down by itself where it measures rows, and stops at the end where they shrink.
      if (by > 0) put.current = box.scrollTop;
      return by < -1 && gapOf(box) > 1;
    },
    [scroller],
  );
  return { onHands, onPut, leaves };
}

const gapOf = (box: HTMLElement) => box.scrollHeight - box.clientHeight - box.scrollTop;

/**
 * Calls after each change of the box's or its content's size, laid out and not yet painted. The virtual
 * list's own word comes before the page has grown, and a busy page may take more than a frame for it.
 */
function useSizes(scroller: RefObject<HTMLDivElement | null>, changed: () => void): void {
  const newest = useRef(changed);
  useLayoutEffect(() => {
    newest.current = changed;
  });
  useLayoutEffect(() => {
    const box = scroller.current;
    if (box === null) return;
    const sizes = new ResizeObserver(() => newest.current());
    for (const part of [box, ...box.children]) sizes.observe(part);
    return () => sizes.disconnect();
  }, [scroller]);
}

type MessageRow = Extract<Row, { kind: 'message' }>;

/** Calls once for each change of the end of the thread, before it is painted. */
function useNewRows(rows: readonly Row[], changed: (last: MessageRow | null) => void): void {
  const before = useRef('');
  useLayoutEffect(() => {
    const last = lastMessage(rows);
    const mark = `${last?.key} ${rows.at(-1)?.key}`;
    if (rows.length === 0 || before.current === mark) return;
    before.current = mark;
    changed(last);
  });
}

/** True in exactly those renders in which rows stand before what used to be the first message. */
function usePrepended(rows: readonly Row[]): boolean {
  const firstKey = rows.find((row) => row.kind === 'message')?.key ?? null;
  const before = useRef<string | null>(null);
  const shift =
    before.current !== null &&
    firstKey !== before.current &&
    rows.some((row) => row.key === before.current);
  useLayoutEffect(() => {
    before.current = firstKey;
  }, [firstKey]);
  return shift;
}

/**
 * The list scrolls by what was put in front before the page has grown by it, when a measurement comes
 * in between: the browser then stops at the old end. Two frames later the reader's row is put back.
 */
function usePlaceKept(
  view: RefObject<VirtualizerHandle | null>,
  scroller: RefObject<HTMLDivElement | null>,
  rows: RefObject<readonly Row[]>,
  shift: boolean,
): { keepPlace: () => void; moving: RefObject<boolean> } {
  const place = useRef<{ key: string; delta: number } | null>(null);
  const moving = useRef(false);
  useLayoutEffect(() => {
    const kept = place.current;
    if (!shift || kept === null) return;
    moving.current = true;
    const restore = () => {
      moving.current = false;
      const index = rows.current.findIndex((row) => row.key === kept.key);
      const top = (view.current?.getItemOffset(index) ?? 0) + kept.delta;
      const box = scroller.current;
      if (box !== null && index >= 0 && Math.abs(box.scrollTop - top) > 300) box.scrollTop = top;
    };
    requestAnimationFrame(() => requestAnimationFrame(restore));
  }, [shift, view, scroller, rows]);
  const keepPlace = useCallback(() => {
    const list = view.current;
    if (list === null || moving.current) return;
    const index = list.findItemIndex(list.scrollOffset);
    const key = rows.current[index]?.key;
    if (key !== undefined)
      place.current = { key, delta: list.scrollOffset - list.getItemOffset(index) };
  }, [view, rows]);
  return { keepPlace, moving };
}

/** How many messages of others stand below what was the last one when the bottom was left. */
function useFresh(rows: readonly Row[], away: boolean): number {
  const [leftAt, setLeftAt] = useState<string | null>(null);
  const lastKey = lastMessage(rows)?.key ?? null;
  useEffect(() => {
    setLeftAt((before) => (away ? (before ?? lastKey) : null));
  }, [away, lastKey]);
  return away ? freshAfter(rows, leftAt) : 0;
}

function lastMessage(rows: readonly Row[]): MessageRow | null {
  const row = rows.findLast((one) => one.kind === 'message');
  return row?.kind === 'message' ? row : null;
}

export function freshAfter(rows: readonly Row[], key: string | null): number {
  const from = rows.findIndex((row) => row.key === key);
  if (key === null || from < 0) return 0;
  return rows.slice(from + 1).filter((row) => row.kind === 'message' && !row.view.mine).length;
}
