// Brings a row to rest: after a reading the server has to know how far it went, and the unread count
// has to start from there. Mostly frames tell both; what they have not told after a moment is asked
// for, once for each position and connection.

import type { Timers } from './environment.ts';
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
  let timer: unknown;

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
  const settleAll = () => {
    timer = undefined;
    // What fails is tried again after the next connection.
    for (const id of wanted) settle(id).catch(() => {});
    wanted.clear();
  };
  return {
    soon(id: number) {
      if (rests(id) || tried.get(id) === rows.read(id).mine) return;
      wanted.add(id);
      timer ??= timers.setTimeout(settleAll, MOMENT_MS);
    },
    /** A new connection: what was in vain may be tried again. */
    again: () => tried.clear(),
    forget(id: number) {
      wanted.delete(id);
      tried.delete(id);
    },
    close: () => timers.clearTimeout(timer),
  };
};
