// Brings a row to rest: after a reading the server has to know how far it went, and the unread count
// has to start from there. Mostly frames tell both; what they have not told after a moment is asked
// for, once for each position and connection; what fails for now is asked for again.

import { backoff } from './backoff.ts';
import type { Timers } from './environment.ts';
import { asApiError } from './request.ts';
import type { Api } from './rest.ts';
import type { Rows } from './rows.ts';
import type { Seq } from './wire.ts';

const MOMENT_MS = 400;

export interface SettlingOptions {
  rows: Rows;
  api: Pick<Api, 'conversation' | 'markRead'>;
  timers: Timers;
}

export const createSettling = ({ rows, api, timers }: SettlingOptions) => {
  const wanted = new Set<number>();
  const tried = new Map<number, Seq>();
  let failures = 0;
  let timer: unknown;
  let closed = false;

  const rests = (id: number) => rows.isSettled(id) && rows.isCounted(id);
  const settle = async (id: number) => {
    const { mine } = rows.read(id);
    if (rests(id)) return;
    tried.set(id, mine);
    const row = await api.conversation(id);
    rows.put(row);
    if (row.read_seq >= mine) return;
    // The frame that told it was lost, say because the page that read was closed while offline.
    await api.markRead(id, mine);
    rows.put(await api.conversation(id));
  };
  const plan = (id: number, ms: number) => {
    wanted.add(id);
    timer ??= timers.setTimeout(settleAll, ms);
  };
  const attempt = async (id: number) => {
    try {
      await settle(id);
      failures = 0;
    } catch (error) {
      const { retryAfter, passes } = asApiError(error);
      // What was forgotten meanwhile is nobody's business any more.
      if (!passes || closed || !tried.delete(id)) return;
      failures++;
      plan(id, retryAfter ?? backoff(failures, Math.random));
    }
  };
  const settleAll = () => {
    timer = undefined;
    const now = [...wanted];
    wanted.clear();
    for (const id of now) void attempt(id);
  };
  return {
    soon(id: number) {
      if (rests(id) || tried.get(id) === rows.read(id).mine) return;
      plan(id, MOMENT_MS);
    },
    /** A new connection: what was in vain may be tried again. */
    again() {
      tried.clear();
      timers.clearTimeout(timer);
      timer = undefined;
      for (const id of wanted) plan(id, MOMENT_MS);
    },
    forget(id: number) {
      wanted.delete(id);
      tried.delete(id);
    },
    close() {
      closed = true;
      timers.clearTimeout(timer);
    },
  };
};
