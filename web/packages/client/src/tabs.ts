// One connection for all tabs of a principal (H6): the tab that holds the lock leads, connects and
// sends; the others speak through it. A leader that does not answer is relieved of the lock. Without
// locks or broadcast, or where the browser denies them, every tab leads for itself.

import type { Broadcast, Environment, Locks, WakeCause } from './environment.ts';
import type { Outbox, OutboxNews } from './outbox.ts';
import type { ConnectionState } from './types.ts';
import type { ClientFrame, ServerFrame } from './wire.ts';

const ANSWER_MS = 2000;
const CHECK_MS = 30_000;

type Word = { from: string } & (
  | { t: 'join' }
  | { t: 'lead' }
  | { t: 'state'; state: ConnectionState; session: string }
  | { t: 'up'; frame: ClientFrame }
  | { t: 'down'; frame: ServerFrame }
  | { t: 'outbox'; news: OutboxNews }
  | { t: 'wake'; cause: WakeCause }
);

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

/** What createClient asks of its tabs; without this entry every tab is alone. */
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

/** For `createClient({ tabs })`. */
export const shareTabs = (options: TabsOptions): Tabs => {
  const { outbox } = options;
  const { timers, random, locks = browserLocks(), createBroadcast = broadcast } = options.env;
  const self = Math.floor(random() * 2 ** 52).toString(36);
  const name = `walkie ${options.name}`;
  const channel = locks && createBroadcast ? createBroadcast(name) : undefined;
  const wants = new Map<number, Set<string>>();
  let leading = false;
  let closed = false;
  let release = () => {};
  let last: { state: ConnectionState; session: string } | undefined;
  let deadline: unknown;
  let checking: unknown;

  const post = (word: Record<string, unknown>) => channel?.postMessage({ ...word, from: self });
  const tellState = () => last && post({ t: 'state', ...last });

  const lead = () => {
    timers.clearTimeout(deadline);
    leading = true;
    post({ t: 'lead' });
    options.lead(true);
  };
  const step_down = () => {
    if (!leading) return;
    leading = false;
    options.lead(false);
    post({ t: 'join' });
  };

  const stand = (steal: boolean) => {
    const held = () =>
      new Promise<void>((done) => {
        if (closed) return done();
        release = done;
        lead();
      });
    locks?.request(name, steal ? { steal } : {}, held).catch((error: Error) => {
      // Denied, as in a frame whose storage is blocked: this tab is alone.
      if (error.name === 'SecurityError') return closed ? undefined : lead();
      // Another tab found this one silent and took over.
      step_down();
      if (!closed) stand(false);
    });
  };

  /** Does the leader live? Its state is the answer. */
  const check = () => {
    if (leading || closed || !channel) return;
    post({ t: 'join' });
    timers.clearTimeout(deadline);
    deadline = timers.setTimeout(() => {
      if (!leading && !closed) stand(true);
    }, ANSWER_MS);
  };
  const watch = () => {
    checking = timers.setTimeout(() => {
      check();
      watch();
    }, CHECK_MS);
  };

  /** Several tabs may want one conversation; the last to leave unsubscribes. */
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

  const hear = (word: Word) => {
    if (closed) return;
    if (word.t === 'outbox') {
      const [call, ...what] = word.news;
      (outbox[call] as (...what: unknown[]) => void)(...what);
    } else if (leading) {
      if (word.t === 'join') tellState();
      else if (word.t === 'up') up(word.frame, word.from);
      else if (word.t === 'wake') options.wake(word.cause);
    } else if (word.t === 'down') options.down(word.frame);
    else if (word.t === 'lead') {
      // A new leader asks what everyone still holds.
      for (const entry of outbox.of()) post({ t: 'outbox', news: ['merge', entry] });
    } else if (word.t === 'state') {
      timers.clearTimeout(deadline);
      options.state(word.state, word.session);
    }
  };

  return {
    start() {
      if (!channel) return lead();
      channel.onmessage = ({ data }) => hear(data as Word);
      stand(false);
      check();
      watch();
    },
    up(frame) {
      if (leading) up(frame, self);
      else post({ t: 'up', frame });
    },
    down(frame) {
      post({ t: 'down', frame });
      options.down(frame);
    },
    state(state, session) {
      wants.clear();
      last = { state, session: `${self}.${session}` };
      if (leading) tellState();
      options.state(state, last.session);
    },
    tell: (...news) => post({ t: 'outbox', news }),
    wake(cause) {
      if (leading) return options.wake(cause);
      post({ t: 'wake', cause });
      check();
    },
    close() {
      closed = true;
      timers.clearTimeout(deadline);
      timers.clearTimeout(checking);
      release();
      channel?.close();
    },
  };
};
