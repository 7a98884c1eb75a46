// Which transport carries the frames now, and when to try again: WebSocket, after several failures in
// a row HTTP, while WebSocket is tried again every 60 s (H4, H5).

import { backoff, leastWait, staysAway } from './backoff.ts';
import type { Environment, WakeCause } from './environment.ts';
import type { Credential, Request } from './request.ts';
import { type Link, type LinkEvents, openSocket } from './socket.ts';
import type { StreamsOptions } from './streams.ts';
import { createTimer } from './timer.ts';
import type { ClientOptions, ConnectionState, TransportName } from './types.ts';
import type { ClientFrame, Person, ServerFrame } from './wire.ts';

const STABLE_MS = 30_000;
const RETRY_WEBSOCKET_MS = 60_000;

export interface ConnectionOptions {
  env: Environment;
  settings: ClientOptions;
  credential: Credential;
  request: Request;
  log(line: string, detail?: unknown): void;
  onFrame(frame: ServerFrame): void;
  /** `session` changes with every link that opens: subscribe again. */
  onState(state: ConnectionState, session: number): void;
}

/** HTTP is a chunk of its own, fetched while the network is good: most pages never run it. */
const loadStreams = () => import('./streams.ts');

const laterStreams = (options: StreamsOptions, onMissing: () => void): Link => {
  let link: Link | undefined;
  let over = false;
  loadStreams().then(
    ({ openStreams }) => {
      if (!over) link = openStreams(options);
    },
    (error) => {
      if (over) return;
      onMissing();
      options.onDown(1006, String(error));
    },
  );
  return {
    send: (frame) => link?.send(frame),
    probe: () => link?.probe(),
    close() {
      over = true;
      link?.close();
    },
  };
};

export const createConnection = (options: ConnectionOptions) => {
  const { env, settings, log } = options;
  const { timers } = env;
  const allowed = settings.transports ?? ['websocket', 'sse', 'poll'];
  const may = (name: TransportName) => allowed.includes(name);
  const hasHttp = may('sse') || may('poll');
  let http = !may('websocket');
  let state: ConnectionState = { state: 'idle' };
  let session = 0;
  let failures = 0;
  let stable = false; // the WebSocket has held for a while
  let flapped = false; // a link has broken soon after it opened
  let broken = false; // HTTP has failed since it last worked
  let forced = false; // the wait was named by the server: nothing shortens it
  let link: Link | undefined;
  let trial: Link | undefined; // a WebSocket that is tried while HTTP serves
  const retry = createTimer(timers);
  const calmness = createTimer(timers);
  const nextTrial = createTimer(timers);

  const set = (next: ConnectionState) => {
    state = next;
    log(`connection ${next.state}`, next);
    options.onState(next, session);
  };
  const calm = () => {
    for (const timer of [retry, calmness, nextTrial]) timer.stop();
  };

  const adopt = (made: Link, transport: TransportName, me: Person | null) => {
    calm();
    if (link !== made) link?.close();
    link = made;
    trial = undefined;
    http = transport !== 'websocket';
    if (http) {
      // HTTP that works again after a failure is a sign that the WebSocket may, too.
      nextTrial.set(tryWebSocket, broken ? 0 : RETRY_WEBSOCKET_MS);
      broken = false;
      failures = 0;
    } else {
      calmness.set(() => {
        if (hasHttp) loadStreams().catch(() => {});
        failures = 0;
        flapped = false;
        stable = true;
      }, STABLE_MS);
    }
    session++;
    set({ state: 'open', transport, me });
  };
  const make = (transport: TransportName): Link => {
    let mode = transport;
    const events: LinkEvents = {
      onFrame(frame) {
        if (frame.type === 'ready') return adopt(made, mode, frame.data.me);
        if (frame.type === 'bye') {
          made.close();
          return down(made, mode, 4000, frame.data.reason ?? 'bye', frame.data.reconnect_in_ms);
        }
        options.onFrame(frame);
      },
      onDown: (code, reason, wait) => down(made, mode, code, reason, wait),
    };
    const token = options.credential.token();
    const made: Link =
      transport === 'websocket'
        ? openSocket(env, options.credential.baseUrl, token, events)
        : laterStreams(
            {
              ...env,
              ...events,
              request: options.request,
              sse: transport === 'sse',
              onPoll() {
                mode = 'poll';
                if (state.state === 'open' && link === made) set({ ...state, transport: mode });
              },
            },
            // A browser may remember a chunk that did not load: back to the WebSocket.
            () => {
              http = !may('websocket');
            },
          );
    return made;
  };

  const attempt = () => {
    retry.stop();
    forced = false;
    stable = false;
    const transport = http ? (may('sse') ? 'sse' : 'poll') : 'websocket';
    set({ state: 'connecting', transport, attempt: failures });
    link = make(transport);
  };

  function tryWebSocket() {
    nextTrial.stop();
    if (!trial && may('websocket')) trial = make('websocket');
  }

  function down(from: Link, mode: TransportName, code: number, reason: string, wait?: number) {
    log(`${mode} down: ${code} ${reason}`);
    if (from === trial) {
      trial = undefined;
      nextTrial.set(tryWebSocket, RETRY_WEBSOCKET_MS);
      return;
    }
    calm();
    trial?.close();
    trial = link = undefined;
    const refresh = code === 4004 || code === 4500 ? settings.refresh : undefined;
    if (staysAway(code) && !refresh) return set({ state: 'stopped', code, reason });
    // One short-lived link is no failure; a link that keeps breaking is.
    if (state.state === 'open' && !flapped) flapped = !stable;
    else failures++;
    stable = false;
    if (http) broken = true;
    else if (hasHttp && failures >= (settings.maxAttempts ?? 5)) {
      http = true;
      failures = 0;
      return attempt();
    }
    const delay = backoff(failures, env.random, settings.reconnectDelay);
    const least = leastWait(code);
    forced = wait !== undefined || least > delay;
    const ms = wait ?? Math.max(least, delay);
    set({ state: 'waiting', attempt: failures, retry_at: env.now() + ms, reason });
    const fresh = refresh?.().catch((error) => log('refresh failed', error));
    retry.set(() => void Promise.resolve(fresh).then(again), ms);
  }
  const again = () => {
    if (state.state === 'waiting') attempt();
  };

  const probe = () => {
    if (state.state === 'open') link?.probe();
  };

  return {
    start() {
      if (state.state === 'idle') attempt();
    },
    send(frame: ClientFrame) {
      if (state.state === 'open') link?.send(frame);
    },
    probe,
    /** The page is seen again, or the network came back or went. */
    wake(cause: WakeCause) {
      probe();
      if (cause === 'offline') return;
      if (state.state === 'waiting' && !forced) attempt();
      if (http && state.state === 'open') tryWebSocket();
    },
    stop() {
      calm();
      link?.close();
      trial?.close();
      link = trial = undefined;
      if (state.state !== 'stopped') set({ state: 'idle' });
    },
  };
};

export type Connection = ReturnType<typeof createConnection>;
