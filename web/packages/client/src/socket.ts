// One WebSocket from its first byte to its last: the time it may take to open, the app-level ping
// that a browser needs to notice a dead link (H2), the probe. An old socket's late events are ignored.

import { LOST, NO_PONG } from './codes.ts';
import type { Environment, Socket } from './environment.ts';
import { toJson } from './text.ts';
import { createTimer } from './timer.ts';
import type { ClientFrame, ServerFrame } from './wire.ts';

const CONNECT_MS = 4000;
const QUIET_MS = 25_000;
const PONG_MS = 5000;
const PROBE_MS = 2000;

export interface Link {
  send(frame: ClientFrame): void;
  /** Proves within a short time that the other side is there, or goes down. */
  probe(): void;
  close(): void;
}

export interface LinkEvents {
  onFrame(frame: ServerFrame): void;
  /** Once, and the last call; not after close(). `wait`: what Retry-After said, in ms. */
  onDown(code: number, reason: string, wait?: number): void;
}

export const openSocket = (
  { timers, random, createSocket }: Pick<Environment, 'timers' | 'random' | 'createSocket'>,
  baseUrl: string,
  token: string | null | undefined,
  { onFrame, onDown }: LinkEvents,
): Link => {
  let socket: Socket | undefined;
  const timer = createTimer(timers);
  let over = false;

  /** Without a code nobody is told. */
  const end = (code = 0, reason = '') => {
    if (over) return;
    over = true;
    timer.stop();
    try {
      socket?.close(1000);
    } catch {
      // It was not open yet, or is gone already.
    }
    if (code) onDown(code, reason);
  };
  const expect = (ms: number, code: number, reason: string) => {
    timer.set(() => end(code, reason), ms);
  };
  const send = (frame: ClientFrame) => {
    try {
      socket?.send(toJson(frame));
    } catch {
      end(LOST, 'send failed');
    }
  };
  const ask = (ms: number) => {
    expect(ms, NO_PONG, 'no pong');
    send({ type: 'ping' });
  };
  const quiet = () => {
    timer.set(() => ask(PONG_MS), QUIET_MS * (0.9 + 0.2 * random()));
  };

  expect(CONNECT_MS, LOST, 'no connection');
  try {
    const credential = token ? [`walkie.token.${token}`] : [];
    socket = createSocket(`${baseUrl.replace(/^http/, 'ws')}/ws`, ['walkie.v1', ...credential]);
    socket.onerror = () => {}; // a close follows
    socket.onclose = ({ code, reason }) => end(code, reason);
    socket.onmessage = ({ data }) => {
      if (over) return;
      quiet();
      let frame: ServerFrame;
      try {
        frame = JSON.parse(data as string);
      } catch {
        return;
      }
      onFrame(frame);
    };
  } catch (error) {
    // Blocked by policy, say. Not at once: the caller is still on its way here.
    const reason = String(error);
    expect(0, LOST, reason);
  }
  return {
    send,
    probe: () => ask(PROBE_MS),
    close: () => end(),
  };
};
