import { act, cleanup, render } from '@testing-library/react';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { type ThreadScroll, useThreadScroll } from '../src/hooks/useThreadScroll.ts';
import { threadRows } from '../src/model/rows.ts';
import { heard } from './nouns.ts';

/** A page's sizes: of the box, of each message, and how far it is scrolled. */
const page = { height: 300, row: 100, top: 0 };
const sizes = new Set<() => void>();
let scroll: ThreadScroll;

class Observer {
  constructor(private readonly changed: () => void) {}
  observe() {
    sizes.add(this.changed);
  }
  disconnect() {
    sizes.delete(this.changed);
  }
}

function Thread({ count }: { count: number }) {
  const messages = Array.from({ length: count }, (_, at) => heard(at + 1));
  const rows = threadRows({ messages, activity: [], hasOlder: true, unread: null });
  const place = useThreadScroll(rows, () => {});
  scroll = place;
  const list = { scrollOffset: 0, findItemIndex: () => 0, getItemOffset: () => 0 };
  place.view.current = list as never;
  const box = (element: HTMLDivElement | null) => {
    place.scroller.current = element;
    if (element === null) return;
    const end = () => count * page.row - page.height;
    const top = {
      get: () => Math.min(page.top, end()),
      set: (to: number) => {
        page.top = Math.min(to, end());
      },
    };
    Object.defineProperties(element, {
      scrollTop: { configurable: true, ...top },
      scrollHeight: { configurable: true, get: () => count * page.row },
      clientHeight: { configurable: true, get: () => page.height },
    });
  };
  return <div ref={box} />;
}

/** The reader scrolls by so much and stops. */
function move(by: number) {
  scroll.onHands();
  page.top += by;
  act(() => {
    scroll.onScroll();
    scroll.onScrollEnd();
  });
}

/** The composer grows, a toast comes, or messages are measured. */
function resize(change: Partial<typeof page>) {
  Object.assign(page, change);
  act(() => {
    for (const changed of sizes) changed();
  });
}

beforeEach(() => {
  vi.stubGlobal('ResizeObserver', Observer);
  vi.spyOn(document, 'hasFocus').mockReturnValue(true);
  Object.assign(page, { height: 300, row: 100, top: 0 });
});
afterEach(() => {
  cleanup();
  sizes.clear();
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

it('goes on following the bottom after a click or a key there', () => {
  const { rerender } = render(<Thread count={10} />);
  expect(page.top).toBe(700);
  scroll.onHands();
  resize({ height: 220 });
  expect(page.top).toBe(780);
  rerender(<Thread count={11} />);
  expect(page.top).toBe(880);
});

it('stays where the reader scrolled to, and follows again from the bottom', () => {
  const { rerender } = render(<Thread count={10} />);
  move(-300);
  resize({ height: 220 });
  rerender(<Thread count={11} />);
  expect(page.top).toBe(400);
  move(480);
  resize({ height: 200 });
  expect(page.top).toBe(900);
});

it('takes no scrolling of its own for the reader’s', () => {
  render(<Thread count={10} />);
  scroll.onHands();
  // Messages turn out lower: the browser stops at the new end.
  page.row = 90;
  page.top = 600;
  act(() => scroll.onScroll());
  resize({ row: 100 });
  expect(page.top).toBe(700);
});
