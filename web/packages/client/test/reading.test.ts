import { afterEach, describe, expect, it, vi } from 'vitest';
import { createSight, outOfReach, readUpTo, spanOf } from '../src/reading.ts';
import type { ConversationSnapshot } from '../src/types.ts';

const view = (seq: number, note = false) => ({ state: 'received', note, message: { seq } });

const thread = (mine: number, last_seq: number, loading = false, messages: object[] = []) => ({
  messages: messages as ConversationSnapshot['messages'],
  loading,
  last_seq,
  read: { mine, theirs: 0, their_received: 0 },
});

describe('spanOf', () => {
  it('waits for the thread and then stays where reading began', () => {
    expect(spanOf(null, thread(0, 0, true), true)).toBeNull();
    const span = spanOf(null, thread(3, 9), true);
    expect(span).toEqual({ after: 3, upTo: 9 });
    expect(spanOf(span, thread(9, 12), true)).toBe(span);
  });
  it('grows while nobody looks, and starts anew when all before was read', () => {
    const span = { after: 3, upTo: 9 };
    expect(spanOf(span, thread(5, 12), false)).toEqual({ after: 3, upTo: 12 });
    expect(spanOf(span, thread(9, 12), false)).toEqual({ after: 9, upTo: 12 });
    expect(spanOf(span, thread(9, 9), false)).toBe(span);
  });
  it('ends where the reader has answered, not with a note or with what was refused', () => {
    const span = { after: 3, upTo: 9 };
    const own = (seq: number, note = false) => ({ ...view(seq, note), mine: true });
    const at = (...messages: object[]) => spanOf(span, thread(9, 9, false, messages), true);
    expect(at(view(5), own(2))).toBe(span);
    expect(at(own(10, true))).toBe(span);
    expect(at({ mine: true, note: false, state: 'failed' })).toBe(span);
    expect(at({ mine: true, note: false, state: 'pending' })).toEqual({ after: 9, upTo: 9 });
    expect(at(own(6))).toEqual({ after: 6, upTo: 9 });
    const after = at(own(10));
    expect(after).toEqual({ after: 10, upTo: 10 });
    // It comes to rest, and what arrives later while nobody looks begins a new one.
    expect(spanOf(after, thread(9, 10, false, [own(10)]), true)).toBe(after);
    expect(spanOf(after, thread(9, 12, false, [own(10)]), false)).toEqual({ after: 10, upTo: 12 });
  });
});

describe('outOfReach', () => {
  const snapshot = (oldest: number, unread: number, hasOlder = true) =>
    ({ messages: [view(oldest)], hasOlder, conversation: { unread } }) as never;
  it('is true while the first unread message is in an older page', () => {
    expect(outOfReach(snapshot(20, 5), { after: 10, upTo: 30 })).toBe(true);
    expect(outOfReach(snapshot(11, 5), { after: 10, upTo: 30 })).toBe(false);
    expect(outOfReach(snapshot(20, 0), { after: 10, upTo: 30 })).toBe(false);
    expect(outOfReach(snapshot(20, 5, false), { after: 10, upTo: 30 })).toBe(false);
    expect(outOfReach(snapshot(20, 5), null)).toBe(false);
  });
});

describe('readUpTo', () => {
  const messages = [view(3), view(5), view(90, true), { state: 'pending', note: false }];
  const thread = { messages, last_seq: 8, newer: 'none' } as unknown as ConversationSnapshot;
  it('is what was seen, and with the last message whatever came after it', () => {
    expect(readUpTo(3, thread)).toBe(3);
    expect(readUpTo(5, thread)).toBe(8);
  });
  it('is what was seen where newer ones are not shown', () => {
    expect(readUpTo(5, { ...thread, newer: 'more' })).toBe(5);
  });
});

describe('createSight', () => {
  afterEach(() => vi.unstubAllGlobals());

  it('knows the newest message of which enough is on the screen', () => {
    let tell: (entries: object[]) => void = () => {};
    const observed = new Set<unknown>();
    vi.stubGlobal(
      'IntersectionObserver',
      class {
        constructor(look: typeof tell) {
          tell = look;
        }
        observe = (element: unknown) => observed.add(element);
        unobserve = (element: unknown) => observed.delete(element);
        disconnect = () => observed.clear();
      },
    );
    const changed = vi.fn();
    const sight = createSight(changed);
    const [a, b, tall] = ['a', 'b', 'tall'].map((name) => ({ name }) as unknown as Element);
    if (!a || !b || !tall) throw new Error('three elements');
    // Before the thread itself is drawn, too.
    const stop = sight.watch(a, 4);
    const detach = sight.attach({} as Element);
    sight.watch(b, 5);
    sight.watch(tall, 6);
    expect(observed.size).toBe(3);
    const entry = (target: Element, intersectionRatio: number, height = 20) => ({
      ...{ target, intersectionRatio, isIntersecting: intersectionRatio > 0 },
      ...{ rootBounds: { height: 400 }, intersectionRect: { height } },
    });
    tell([entry(a, 1), entry(b, 0.25), entry(tall, 0.1, 150)]);
    expect(sight.newest()).toBe(4);
    // More than the screen can hold is seen when it fills half of it.
    tell([entry(tall, 0.1, 200)]);
    expect(sight.newest()).toBe(6);
    tell([entry(tall, 0)]);
    expect(sight.newest()).toBe(4);
    sight.renew();
    expect(sight.newest()).toBe(0);
    expect(observed.size).toBe(3);
    tell([entry(a, 1)]);
    expect(sight.newest()).toBe(4);
    stop();
    expect(sight.newest()).toBe(0);
    expect(changed).toHaveBeenCalledTimes(4);
    detach();
    expect(observed.size).toBe(0);
  });
});
