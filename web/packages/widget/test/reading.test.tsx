import { signal } from '@preact/signals';
import { act, cleanup, render } from '@testing-library/preact';
import type { ConversationSnapshot } from '@walkie/client';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type Reading, useReading } from '../src/app/reading.ts';
import type { Session } from '../src/session/session.ts';

const heard = (seq: number) => ({ key: `#${seq}`, state: 'received', message: { seq } });
const from = (first: number, last: number) =>
  Array.from({ length: last - first + 1 }, (_, index) => heard(first + index));

/** What the observer of the thread reports. */
let tell: (entries: object[]) => void = () => {};

beforeEach(() => {
  vi.stubGlobal(
    'IntersectionObserver',
    class {
      constructor(look: typeof tell) {
        tell = look;
      }
      observe() {}
      unobserve() {}
      disconnect() {}
    },
  );
});
afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

/** A visitor in front of a conversation; tests change what is known of it. */
function visitor(change: Partial<ConversationSnapshot> = {}, shown = true) {
  const snapshot = signal({
    id: 1,
    messages: from(1, 3),
    loading: false,
    loadingOlder: false,
    hasOlder: false,
    older: 'none',
    newer: 'none',
    read: { mine: 3, theirs: 0, their_received: 0 },
    last_seq: 3,
    conversation: { unread: 0 },
    ...change,
  } as unknown as ConversationSnapshot);
  const session = { snapshot, read: vi.fn(), loadOlder: vi.fn() };
  const open = signal(shown);
  const attentive = signal(shown);
  let reading: Reading | undefined;
  function Page() {
    reading = useReading({ session: session as unknown as Session, open, attentive });
    return null;
  }
  render(<Page />);
  return {
    session,
    now: () => reading as Reading,
    set: (next: object) =>
      act(() => {
        snapshot.value = { ...snapshot.value, ...next } as ConversationSnapshot;
      }),
    look: (there: boolean, panel = there) =>
      act(() => {
        open.value = panel;
        attentive.value = there;
      }),
  };
}

const read = (mine: number) => ({ read: { mine, theirs: 0, their_received: 0 } });

describe('what is unread', () => {
  it('begins where reading stopped, and stays while it is read', () => {
    const { now, set } = visitor({ messages: from(1, 9) as never, last_seq: 9, ...read(4) });
    expect(now().span).toEqual({ after: 4, upTo: 9 });
    set({ ...read(9), last_seq: 10 });
    expect(now().span).toEqual({ after: 4, upTo: 9 });
  });

  it('is all that came while the panel was closed, each time that it opens', () => {
    const { now, set, look } = visitor({}, false);
    set({ last_seq: 5 });
    look(true);
    expect(now().span).toEqual({ after: 3, upTo: 5 });
    set(read(5));
    look(false);
    look(true);
    expect(now().span).toEqual({ after: 5, upTo: 5 });
  });

  it('grows while the page is hidden', () => {
    const { now, set, look } = visitor();
    look(false, true);
    set({ last_seq: 6 });
    expect(now().span).toEqual({ after: 3, upTo: 6 });
  });

  it('is of one conversation', () => {
    const { now, set } = visitor(read(1));
    expect(now().span).toEqual({ after: 1, upTo: 3 });
    set({ id: 2, last_seq: 8, ...read(8) });
    expect(now().span).toEqual({ after: 8, upTo: 8 });
  });
});

describe('the way to it', () => {
  const far = {
    messages: from(91, 140) as never,
    last_seq: 140,
    hasOlder: true,
    older: 'more',
    conversation: { unread: 100 } as never,
    ...read(10),
  } as const;
  /** Answers each question for older messages with ten of them. */
  const answer = (page: ReturnType<typeof visitor>, oldest: number) => {
    page.set({ loadingOlder: true, older: 'loading' });
    page.set({ loadingOlder: false, older: 'more', messages: from(oldest, 140) });
  };

  it('is loaded before anything is shown', () => {
    const page = visitor(far);
    expect(page.now().reaching).toBe(true);
    expect(page.session.loadOlder).toHaveBeenCalledTimes(1);
    answer(page, 41);
    expect(page.now().reaching).toBe(true);
    expect(page.session.loadOlder).toHaveBeenCalledTimes(2);
    answer(page, 11);
    expect(page.now().reaching).toBe(false);
    expect(page.session.loadOlder).toHaveBeenCalledTimes(2);
  });

  it('ends after ten pages, or when one does not come', () => {
    const long = visitor(far);
    for (let page = 1; page <= 12; page += 1) answer(long, 91 - page);
    expect(long.session.loadOlder).toHaveBeenCalledTimes(10);
    expect(long.now().reaching).toBe(false);
    const cut = visitor(far);
    cut.set({ loadingOlder: true, older: 'loading' });
    cut.set({ loadingOlder: false, older: 'failed' });
    expect(cut.now().reaching).toBe(false);
    expect(cut.session.loadOlder).toHaveBeenCalledTimes(1);
  });

  it('is not gone while the panel is closed, nor before what was written', () => {
    expect(visitor(far, false).session.loadOlder).not.toHaveBeenCalled();
    const written = { key: 'w', state: 'pending' };
    const page = visitor({ ...far, messages: [...from(91, 140), written] as never });
    expect(page.now().reaching).toBe(false);
  });
});

describe('reading', () => {
  const entry = (target: Element) => ({
    ...{ target, intersectionRatio: 1, isIntersecting: true },
    ...{ rootBounds: { height: 400 }, intersectionRect: { height: 20 } },
  });

  it('is having been on the screen of somebody who looks', () => {
    const page = visitor({ messages: from(1, 9) as never, last_seq: 12, ...read(4) });
    const { sight } = page.now();
    sight.attach(document.body);
    const [fifth, ninth] = [document.createElement('p'), document.createElement('p')];
    sight.watch(fifth, 5);
    sight.watch(ninth, 9);
    act(() => tell([entry(fifth)]));
    expect(page.session.read.mock.calls).toEqual([[5]]);
    // Nobody looks: nothing is read until somebody comes back.
    page.look(false, true);
    act(() => tell([entry(ninth)]));
    expect(page.session.read).toHaveBeenCalledTimes(1);
    page.look(true);
    // Nor is what stood there before: only what is seen from now on.
    page.set({ last_seq: 12 });
    expect(page.session.read).toHaveBeenCalledTimes(1);
    act(() => tell([entry(ninth)]));
    // With the last message whatever came after it.
    expect(page.session.read).toHaveBeenLastCalledWith(12);
  });
});
