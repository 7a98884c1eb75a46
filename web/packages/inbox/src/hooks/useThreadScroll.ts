import { type RefObject, useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react';
import type { VirtualizerHandle } from 'virtua';
import { isLogged, type Row } from '../model/rows.ts';

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
  readonly onResize: () => void;
  /** A wheel, a finger, a key: from now on scrolling is the reader's will. */
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

  // Rows are measured only when drawn: each measurement may move the goal, so `onResize` settles again.
  const settle = useCallback(() => {
    const box = scroller.current;
    const list = view.current;
    if (box === null || list === null) return;
    if (anchor.current === 'bottom') box.scrollTop = box.scrollHeight;
    if (anchor.current !== 'unread') return;
    const unread = latest.current.findIndex((row) => row.kind === 'unread');
    if (unread >= 0) box.scrollTop = list.getItemOffset(unread);
  }, []);
  const measure = useCallback(() => {
    const box = scroller.current;
    if (box === null || anchor.current === null) return false;
    const end = box.scrollHeight - box.clientHeight - box.scrollTop < BOTTOM_PX;
    setAtEnd(end);
    return end;
  }, []);
  const toBottom = useCallback(() => {
    anchor.current = 'bottom';
    settle();
  }, [settle]);
  const onHands = useCallback(() => {
    anchor.current = 'reader';
  }, []);
  const onScroll = useCallback(() => {
    if (measure() && anchor.current === 'reader') anchor.current = 'bottom';
    if (anchor.current !== null && (scroller.current?.scrollTop ?? OLDER_PX) < OLDER_PX) onOlder();
  }, [measure, onOlder]);
  const frame = useRef(0);
  const onResize = useCallback(() => {
    // The list has told its new height to React, not yet to the page.
    cancelAnimationFrame(frame.current);
    frame.current = requestAnimationFrame(() => {
      settle();
      measure();
    });
  }, [settle, measure]);
  useEffect(() => () => cancelAnimationFrame(frame.current), []);

  useLayoutEffect(() => {
    latest.current = rows;
  }, [rows]);
  useNewRows(rows, (last) => {
    if (anchor.current === null) {
      anchor.current = rows.some((row) => row.kind === 'unread') ? 'unread' : 'bottom';
    } else if (measure() || (last?.view.mine === true && !isLogged(last.view))) {
      anchor.current = 'bottom';
    }
    settle();
    onResize();
  });

  return {
    view,
    scroller,
    shift: usePrepended(rows),
    atEnd,
    fresh: useFresh(rows, atEnd === false),
    onScroll,
    onResize,
    onHands,
    toBottom,
  };
}

type MessageRow = Extract<Row, { kind: 'message' }>;

/** Calls once for each change of the end of the thread, before it is painted. */
function useNewRows(rows: readonly Row[], changed: (last: MessageRow | null) => void): void {
  const before = useRef('');
  useLayoutEffect(() => {
    const last = lastMessage(rows);
    const mark = `${rows.length} ${last?.key}`;
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
