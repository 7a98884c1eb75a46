// A thread opens where the unread lines begin, else at its end. At the end, new lines are followed.
// Elsewhere nothing moves, and older lines come in above without a jump.
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { Line } from '../thread/line.ts';
import { createPlace, type Shown } from './place.ts';

const near_start_px = 240;

export interface FollowOptions extends Omit<Shown, 'divider'> {
  /** Whether older lines may be asked for now. */
  more: boolean;
  onOlder: () => void;
  onEnd: (there: boolean) => void;
}

export function useFollow(options: FollowOptions) {
  const { lines, open, attentive, more, onOlder, onEnd } = options;
  const scroller = useRef<HTMLDivElement>(null);
  const divider = useRef<HTMLParagraphElement>(null);
  const place = useMemo(createPlace, []);
  const [atEnd, setAtEnd] = useState(false);

  const tell = (box: Element, there: boolean) => {
    setAtEnd(there);
    onEnd(there);
    const near = box.scrollTop < near_start_px && box.clientHeight > 0;
    if (more && open && near && place.taken()) onOlder();
  };
  const onScroll = () => {
    const box = scroller.current;
    if (box) tell(box, place.scrolled(box));
  };
  const onSize = useRef(() => {});
  onSize.current = () => {
    const box = scroller.current;
    if (box) tell(box, place.settle(box, divider.current));
  };

  useLayoutEffect(() => {
    const box = scroller.current;
    if (!box) return;
    tell(box, place.drawn(box, { lines, open, attentive, divider: divider.current }));
  });
  useEffect(() => {
    const box = scroller.current;
    if (!box) return;
    // A keyboard, a banner or a picture changes the room: what stood still goes on doing so.
    const watch = new ResizeObserver(() => onSize.current());
    for (const part of [box, ...box.children]) watch.observe(part);
    return () => watch.disconnect();
  }, []);

  const toEnd = () => {
    const still = matchMedia('(prefers-reduced-motion: reduce)').matches;
    place.leave();
    const box = scroller.current;
    box?.scrollTo({ top: box.scrollHeight, behavior: still ? 'instant' : 'smooth' });
  };
  return { scroller, divider, atEnd, heard: useHeard(lines), onScroll, toEnd };
}

/** What came last from others, for screen readers: only what is still in the thread. */
function useHeard(lines: readonly Line[]): Line[] {
  const before = useRef<string | undefined>(undefined);
  const [came, setCame] = useState<ReadonlySet<string>>(new Set());
  useLayoutEffect(() => {
    const last = lines.at(-1)?.key;
    const known = before.current;
    before.current = last;
    if (known === undefined || last === undefined || last === known) return;
    const added = lines.slice(lines.findIndex((line) => line.key === known) + 1);
    const others = added.filter((line) => !line.mine);
    if (others.length > 0) setCame(new Set(others.map((line) => line.key)));
  });
  return lines.filter((line) => came.has(line.key) && !line.deleted);
}
