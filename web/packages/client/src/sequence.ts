// The gap rule (H3) over one log: the next event is delivered, an old one dropped, an early one
// held while what is missing is waited for and then fetched. Nothing else moves the cursor.

import { backoff } from './backoff.ts';
import type { Environment } from './environment.ts';
import { createTimer } from './timer.ts';
import type { EventFrame, EventPage, Seq } from './wire.ts';

const HELD = 64;
const PATIENCE_MS = 200;

export interface SequenceOptions extends Pick<Environment, 'timers' | 'random'> {
  fetchAfter(after: Seq): Promise<EventPage>;
  deliver(event: EventFrame): void;
  /** The cursor is void (L4, L5): load a page, then call restart(). */
  onReset(): void;
  changed(): void;
}

export const createSequence = (options: SequenceOptions) => {
  const { timers, random, deliver } = options;
  const held = new Map<Seq, EventFrame>();
  let last = -1; // unknown until the first page
  let head = 0;
  let generation = 0;
  let failures = 0;
  let busy = false;
  const timer = createTimer(timers);

  const later = (ms: number) => {
    if (!timer.due() && !busy && last >= 0) timer.set(fetchMissing, ms);
  };
  const advance = () => {
    for (let next = held.get(last + 1); next; next = held.get(last + 1)) {
      held.delete(++last);
      deliver(next);
    }
    if (head > last) later(PATIENCE_MS);
    else timer.stop();
    options.changed();
  };

  const offer = (event: EventFrame) => {
    if (event.seq <= last) return;
    head = Math.max(head, event.seq);
    if (held.size < HELD || event.seq === last + 1) held.set(event.seq, event);
    if (last >= 0) advance();
  };

  const fetchMissing = async () => {
    busy = true;
    const mine = generation;
    const from = last;
    try {
      const page = await options.fetchAfter(last);
      if (mine !== generation) return;
      failures = 0;
      if (page.reset) return options.onReset();
      head = Math.max(head, page.head_seq);
      for (const event of page.events) offer(event);
    } catch {
      failures++;
    } finally {
      if (mine === generation) {
        busy = false;
        if (head > last) later(last > from ? 0 : backoff(Math.max(1, failures), random));
      }
    }
  };

  return {
    last: () => last,
    head: () => Math.max(head, last),
    /** How many events are known to exist and are not here yet. */
    missing: () => Math.max(0, head - Math.max(0, last)),
    offer,
    /** The server says that the log reaches to `seq`. */
    saw(seq: Seq = 0) {
      if (seq <= head) return;
      head = seq;
      advance();
    },
    /** Forgets the cursor, for good or until restart(): until then events are held. */
    forget() {
      generation++;
      busy = false;
      timer.stop();
      held.clear();
      last = -1;
      head = 0;
    },
    /** A page covers the log up to `seq`. */
    restart(seq: Seq) {
      last = seq;
      for (const early of held.keys()) if (early <= seq) held.delete(early);
      head = Math.max(seq, ...held.keys());
      advance();
    },
  };
};

export type Sequence = ReturnType<typeof createSequence>;
