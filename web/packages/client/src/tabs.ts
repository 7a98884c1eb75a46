// One connection for all tabs of a principal (H6): the tab that holds the lock leads, connects and
// sends; the others speak through it. election.ts says who leads, tab_words.ts what may be said.
// Without locks or broadcast, or where the browser denies them, every tab leads for itself.

import {
  ANSWER_MS,
  type ElectionAct,
  type ElectionEvent,
  firstElection,
  step,
} from './election.ts';
import type { Broadcast, Environment, Locks, WakeCause } from './environment.ts';
import type { Outbox, OutboxNews } from './outbox.ts';
import { isTabWord, TABS_VERSION, type TabWord } from './tab_words.ts';
import type { ConnectionState } from './types.ts';
import type { ClientFrame, ServerFrame } from './wire.ts';

const CHECK_MS = 30_000;

export interface TabsOptions {
  env: Environment;
  name: string;
  lead(leading: boolean): void;
  /** A frame that this tab or another wants sent. Only while leading. */
  up(frame: ClientFrame): void;
  down(frame: ServerFrame): void;
  state(state: ConnectionState, session: number | string): void;
  outbox: Outbox;
  wake(cause: WakeCause): void;
}

/** What createClient needs of the tabs; without this entry every tab has its own connection. */
export interface Tabs {
  start(): void;
  /** Towards the server. */
  up(frame: ClientFrame): void;
  /** From the leader's connection to every tab, this one included. */
  down(frame: ServerFrame): void;
  state(state: ConnectionState, session: number): void;
  tell(...news: OutboxNews): void;
  wake(cause: WakeCause): void;
  close(): void;
}

const browserLocks = () =>
  typeof document === 'undefined' ? null : (navigator.locks as unknown as Locks | undefined);
const broadcast =
  typeof BroadcastChannel === 'undefined'
    ? null
    : (name: string) => new BroadcastChannel(name) as Broadcast;

/** How a request of the lock ended, by the error's name. */
const endings: Record<string, 'broken' | 'failed'> = {
  AbortError: 'broken',
  // The page is on its way out, or in the browser's cache of pages.
  InvalidStateError: 'failed',
};

/** For `createClient({ tabs })`. */
export const shareTabs = (options: TabsOptions): Tabs => {
  const { outbox } = options;
  const { now, timers, random, locks = browserLocks(), createBroadcast = broadcast } = options.env;
  const self = Math.floor(random() * 2 ** 52).toString(36);
  const name = `walkie/${TABS_VERSION} ${options.name}`;
  const channel = locks && createBroadcast ? createBroadcast(name) : undefined;
  const wants = new Map<number, Set<string>>();
  /** For each request of the lock: withdraws it, or releases the lock. */
  const requests = new Map<number, () => void>();
  let election = firstElection;
  let last: { state: ConnectionState; session: string } | undefined;
  let deadline: unknown;
  let checking: unknown;

  const leading = () => election.phase === 'leads' || election.phase === 'alone';
  const post = (word: Record<string, unknown>) => channel?.postMessage({ ...word, from: self });
  const tellState = () => last && post({ t: 'state', ...last });

  const on = (event: ElectionEvent) => {
    const [next, ...acts] = step(election, event);
    election = next;
    for (const act of acts) perform(act);
  };

  const request = (number: number, steal: boolean) => {
    const abort = new AbortController();
    requests.set(number, () => abort.abort());
    const held = () =>
      new Promise<void>((done) => {
        requests.set(number, done);
        on({ type: 'granted', request: number });
      });
    const asked = steal ? { steal } : { signal: abort.signal };
    locks?.request(name, asked, held).catch((error: Error) => {
      requests.delete(number);
      on({ type: endings[error.name] ?? 'denied', request: number });
    });
  };
  const takeBack = (number: number) => {
    requests.get(number)?.();
    requests.delete(number);
  };

  const look = async () => {
    // Where the lock manager cannot be asked, the silence of the leader counts as an answer.
    const held = await locks?.query?.().then(
      (all) => all.held?.some((lock) => lock.name === name),
      () => true,
    );
    on({ type: 'looked', held: held ?? true, now: now() });
  };

  const perform = (act: ElectionAct) => {
    switch (act.do) {
      case 'request':
        return request(act.request, act.steal);
      case 'withdraw':
      case 'give_back':
        return takeBack(act.request);
      case 'ask':
        return post({ t: 'join' });
      case 'wait':
        timers.clearTimeout(deadline);
        deadline = timers.setTimeout(() => on({ type: 'deadline', now: now() }), ANSWER_MS);
        return;
      case 'stop_waiting':
        return timers.clearTimeout(deadline);
      case 'look':
        return void look();
      case 'lead':
        post({ t: 'lead' });
        return options.lead(true);
      case 'step_down':
        options.lead(false);
        return post({ t: 'join' });
    }
  };

  const check = () => on({ type: 'check', now: now() });
  const watch = () => {
    checking = timers.setTimeout(() => {
      watch();
      check();
    }, CHECK_MS);
  };

  /** Several tabs may follow one conversation; it is unsubscribed when the last one leaves it. */
  const up = (frame: ClientFrame, from: string) => {
    if (frame.type === 'subscribe') {
      const tabs = wants.get(frame.conversation_id) ?? new Set();
      wants.set(frame.conversation_id, tabs.add(from));
    } else if (frame.type === 'unsubscribe') {
      const tabs = wants.get(frame.conversation_id);
      tabs?.delete(from);
      if (tabs?.size) return;
      wants.delete(frame.conversation_id);
    }
    options.up(frame);
  };

  const hearNews = (news: OutboxNews) => {
    if (news[0] === 'merge') outbox.merge(news[1]);
    else if (news[0] === 'forget') void outbox.forget(news[1]);
    else outbox.done(news[1], news[2]);
  };
  const hear = (word: TabWord) => {
    if (election.phase === 'closed') return;
    if (word.t === 'outbox') return hearNews(word.news);
    if (leading()) {
      if (word.t === 'join') tellState();
      else if (word.t === 'up') up(word.frame, word.from);
      else if (word.t === 'wake') options.wake(word.cause);
      return;
    }
    if (word.t === 'down') options.down(word.frame);
    else if (word.t === 'lead') {
      // A new leader asks all tabs which conversations they follow.
      for (const entry of outbox.of()) post({ t: 'outbox', news: ['merge', entry] });
    } else if (word.t === 'state') {
      on({ type: 'answered' });
      options.state(word.state, word.session);
    }
  };

  return {
    start() {
      if (!channel) {
        election = { phase: 'alone', request: 0 };
        return options.lead(true);
      }
      channel.onmessage = ({ data }) => {
        if (isTabWord(data)) hear(data);
      };
      on({ type: 'start', now: now() });
      watch();
    },
    up(frame) {
      if (leading()) up(frame, self);
      else post({ t: 'up', frame });
    },
    down(frame) {
      post({ t: 'down', frame });
      options.down(frame);
    },
    state(state, session) {
      wants.clear();
      last = { state, session: `${self}.${session}` };
      if (leading()) tellState();
      options.state(state, last.session);
    },
    tell: (...news) => post({ t: 'outbox', news }),
    wake(cause) {
      if (leading()) return options.wake(cause);
      post({ t: 'wake', cause });
      check();
    },
    close() {
      on({ type: 'close' });
      timers.clearTimeout(checking);
      channel?.close();
    },
  };
};
