// Where the reader stands in a thread. At the end: new lines are followed. Elsewhere: nothing moves;
// they are counted for the "N new" button, and older lines come in above without a jump.
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { Line } from '../thread/line.ts';

const near_end_px = 48;
const near_start_px = 240;

interface FollowOptions {
  lines: readonly Line[];
  /** Whether older lines may be asked for now. */
  more: boolean;
  onOlder: () => void;
  onEnd: (there: boolean) => void;
}

interface Known {
  first: string | undefined;
  last: string | undefined;
  height: number;
}

export function useFollow({ lines, more, onOlder, onEnd }: FollowOptions) {
  const scroller = useRef<HTMLDivElement>(null);
  const atEnd = useRef(true);
  const known = useRef<Known>(null);
  const [fresh, setFresh] = useState(0);
  const [came, setCame] = useState<ReadonlySet<string>>(new Set());
  /** What came last from others, for screen readers: only what is still in the thread. */
  const heard = lines.filter((line) => came.has(line.key) && !line.deleted);

  const settle = (there: boolean) => {
    if (there) setFresh(0);
    if (there === atEnd.current) return;
    atEnd.current = there;
    onEnd(there);
  };
  const toEnd = (behavior: ScrollBehavior = 'instant') => {
    const box = scroller.current;
    box?.scrollTo({ top: box.scrollHeight, behavior });
  };
  const onScroll = () => {
    const box = scroller.current;
    if (!box) return;
    settle(box.scrollHeight - box.scrollTop - box.clientHeight <= near_end_px);
    if (more && box.scrollTop < near_start_px) onOlder();
  };

  useLayoutEffect(() => {
    const box = scroller.current;
    if (!box) return;
    const was = known.current;
    const first = lines[0]?.key;
    const last = lines.at(-1);
    if (was?.first && first !== was.first && last?.key === was.last) {
      // Older ones came in above: what was on the screen stays where it was.
      box.scrollTop += box.scrollHeight - was.height;
    } else if (was?.last && last && last.key !== was.last) {
      const added = lines.slice(lines.findIndex((line) => line.key === was.last) + 1);
      const others = added.filter((line) => !line.mine);
      if (others.length > 0) setCame(new Set(others.map((line) => line.key)));
      if (last.mine) settle(true);
      else if (!atEnd.current) setFresh((count) => count + others.length);
    }
    if (atEnd.current) toEnd();
    known.current = { first, last: last?.key, height: box.scrollHeight };
  });

  useEffect(() => {
    const box = scroller.current;
    if (!box) return;
    // A keyboard, a banner or a picture changes the room: whoever reads the end goes on doing so.
    const watch = new ResizeObserver(() => {
      if (atEnd.current) toEnd();
    });
    watch.observe(box);
    return () => watch.disconnect();
  }, []);

  return { scroller, fresh, heard, onScroll, toEnd };
}
