// Where a reader stands in a scrolling box of lines: at its end, where the unread ones begin, or
// wherever they went. It knows boxes and elements, nothing that draws them.
import type { Line } from '../thread/line.ts';

const near_end_px = 48;
/** What stays in sight above the divider. */
const above_px = 8;

export interface Shown {
  lines: readonly Line[];
  /** Whether the panel shows the thread. Each time that it opens, reading begins anew. */
  open: boolean;
  /** Whether somebody can see it. */
  attentive: boolean;
  /** Stands above the first unread line; null: there is none. */
  divider: Element | null;
}

const topIn = (box: Element, part: Element) =>
  part.getBoundingClientRect().top - box.getBoundingClientRect().top + box.scrollTop;

export function createPlace() {
  /** What stays where it is when sizes change; null: nothing is drawn yet. */
  let anchor: 'end' | 'unread' | 'reader' | null = null;
  /** Where this code has scrolled to: another place is the reader's will. */
  let placed = 0;
  let end = false;
  let was = { open: false, last: '', first: null as Element | null, top: 0 };

  const place = (box: Element, top: number) => {
    box.scrollTop = top;
    placed = box.scrollTop;
  };
  const look = (box: Element) => {
    const gap = box.scrollHeight - box.scrollTop - box.clientHeight;
    end = anchor !== null && gap <= near_end_px;
    return end;
  };
  /** What a change of the lines means for where the reader stands. */
  const turn = ({ lines, open, attentive, divider }: Shown) => {
    const last = lines.at(-1);
    const start = divider ? 'unread' : 'end';
    if (last === undefined) anchor = null;
    else if (anchor === null) anchor = start;
    else if (open && !was.open && divider) anchor = 'unread';
    else if (last.key === was.last) return;
    else if (last.progress === 'pending') anchor = 'end';
    // Nobody looks: what comes is followed until its divider is at the top, and no further.
    else if (!attentive) anchor = anchor === 'end' ? start : anchor;
    else if (end) anchor = 'end';
  };
  /** Puts back what sizes have moved. Returns whether the end is in sight. */
  const settle = (box: Element, divider: Element | null) => {
    if (anchor === 'end') place(box, box.scrollHeight);
    else if (anchor === 'unread' && divider) place(box, topIn(box, divider) - above_px);
    return look(box);
  };

  return {
    settle,
    /** The lines as they are drawn now, before they are painted. Returns whether the end is in sight. */
    drawn(box: Element, shown: Shown) {
      turn(shown);
      // Older ones came in above: what was on the screen stays where it was.
      const moved = was.first?.isConnected ? topIn(box, was.first) - was.top : 0;
      if (anchor === 'reader' && moved !== 0) place(box, box.scrollTop + moved);
      settle(box, shown.divider);
      const first = box.querySelector('article');
      const last = shown.lines.at(-1)?.key ?? '';
      was = { open: shown.open, last, first, top: first ? topIn(box, first) : 0 };
      return end;
    },
    /** The box was scrolled, by whomever. Returns whether the end is in sight. */
    scrolled(box: Element) {
      const there = look(box);
      const theirs = Math.abs(box.scrollTop - placed) > 1;
      if (anchor !== null && theirs) anchor = there ? 'end' : 'reader';
      return there;
    },
    /** The reader is on the way to somewhere: nothing holds them back. */
    leave() {
      if (anchor !== null) anchor = 'reader';
    },
    /** Whether there is something to stand on. */
    taken: () => anchor !== null,
  };
}
