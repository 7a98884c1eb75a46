// When to connect, and when to try again (H4a–H4c). Over WebSocket by itself; `http.ts` knows more ways.

import { backoff } from './backoff.ts';
import { DRAINING, isCrowded, isOurFault, renews, staysAway } from './codes.ts';
import type { Environment, WakeCause } from './environment.ts';
import type { Credential, Request } from './request.ts';
import { type Link, type LinkEvents, openSocket } from './socket.ts';
import { cut } from './text.ts';
import { createTimer } from './timer.ts';
import type { ClientOptions, ConnectionState, TransportName } from './types.ts';
import type { ClientFrame, Limits, ServerFrame } from './wire.ts';

const STABLE_MS = 30_000;
/** So often at once after a link that ended by our fault, then only every five minutes. */
const STRIKES = 5;
const LONG_MS = 300_000;
/** What a frame has beside its text, and more. */
const FRAME_REST_BYTES = 256;

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

export const createConnection = (options: ConnectionOptions) => {
  const { env, settings, credential, request, log } = options;
  let state: ConnectionState = { state: 'idle' };
  let transport: TransportName = 'websocket';
  let session = 0;
  let failures = 0;
  let strikes = 0; // links that ended by our fault, without a calm one in between
  let limits: Limits | undefined;
  let flapped = false; // a link has broken soon after it opened
  let forced = false; // the wait was named by the server: nothing shortens it
  let link: Link | undefined;
  const retry = createTimer(env.timers);
  const calmness = createTimer(env.timers);

  const set = (next: ConnectionState) => {
    state = next;
    log(`connection ${next.state}`, next);
    options.onState(next, session);
  };

  const socket = (events: LinkEvents) =>
    openSocket(env, credential.baseUrl, credential.token(), events);
  const onTransport = (name: TransportName) => {
    transport = name;
    if (state.state === 'open') set({ ...state, transport });
  };
  const ways = settings.http?.({ ...settings, timers: env.timers, request, socket, onTransport });

  const attempt = () => {
    retry.stop();
    forced = false;
    link = (ways?.open ?? socket)({ onFrame, onDown });
    set({ state: 'connecting', transport, attempt: failures });
  };

  const onFrame = (frame: ServerFrame) => {
    if (frame.type === 'ready') {
      calmness.set(() => {
        failures = 0;
        strikes = 0;
        flapped = false;
      }, STABLE_MS);
      session++;
      limits = frame.data.limits ?? limits;
      const { me, epoch } = frame.data;
      set({ state: 'open', transport, me, limits, epoch });
    } else if (frame.type === 'bye') {
      link?.close();
      onDown(DRAINING, frame.data.reason ?? 'bye', frame.data.reconnect_in_ms);
    } else options.onFrame(frame);
  };

  const onDown = (code: number, reason: string, wait = isCrowded(code) ? 10_000 : undefined) => {
    log(`${transport} down: ${code} ${reason}`);
    link = undefined;
    const shaky = calmness.due();
    calmness.stop();
    const refresh = renews(code) ? settings.refresh : undefined;
    if (staysAway(code) && !refresh) return set({ state: 'stopped', code, reason });
    // One short-lived link is no failure; a link that keeps breaking is.
    if (state.state === 'open' && !flapped) flapped = shaky;
    else failures++;
    if (ways?.failed(failures)) {
      failures = 0;
      return attempt();
    }
    forced = !!wait;
    const long = isOurFault(code) && ++strikes > STRIKES ? LONG_MS : undefined;
    const ms = wait ?? long ?? backoff(failures, env.random, settings.reconnectDelay);
    set({ state: 'waiting', attempt: failures, retry_at: env.now() + ms, reason });
    const fresh = refresh?.().catch((error) => log('refresh failed', error));
    retry.set(async () => {
      await fresh;
      again();
    }, ms);
  };
  const again = () => {
    if (state.state === 'waiting') attempt();
  };

  const probe = () => {
    if (state.state === 'open') link?.probe();
  };

  attempt();
  return {
    /** What is ephemeral is cut to what a frame may hold: it must never end the link. */
    send(frame: ClientFrame) {
      if (state.state !== 'open') return;
      if (frame.type !== 'typing' || !frame.text) return link?.send(frame);
      const { frame_bytes = 65_536, typing_text_bytes = 0 } = limits ?? {};
      const { text, ...plain } = frame;
      const shown = cut(text, Math.min(typing_text_bytes, frame_bytes - FRAME_REST_BYTES));
      link?.send(shown ? { ...plain, text: shown } : plain);
    },
    probe,
    /** The page is seen again, or the network came back or went. */
    wake(cause: WakeCause) {
      probe();
      if (cause !== 'offline' && !forced) again();
    },
    stop() {
      retry.stop();
      calmness.stop();
      link?.close();
      if (state.state !== 'stopped') set({ state: 'idle' });
    },
  };
};

export type Connection = ReturnType<typeof createConnection>;
