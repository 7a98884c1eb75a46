import type { ConnectionState, Health, Refusal } from '@walkie/client';
import { useEffect, useState, useSyncExternalStore } from 'react';
import type { OpenConversation } from './useConversation.ts';
import { useWalkie } from './walkie.tsx';

/** What the footer and the banner say. Without an open conversation only the line itself is known. */
export type LineHealth = Health['state'] | 'refused';

export interface Pulse {
  readonly state: LineHealth;
  readonly behind: number;
  readonly queued: number;
  readonly slow: boolean;
  /** Something else answers in the server's place. */
  readonly foreign?: boolean;
  /** The server answers, and the answer is no for now. */
  readonly refused?: { readonly busy: boolean; readonly until: number };
}

const isBusy = ({ problem }: Refusal) => [408, 425, 429, 503].includes(problem.status);

export function pulseOf(
  connection: ConnectionState,
  health: Health | null,
  refusal: Refusal | null = null,
): Pulse {
  const slow = 'transport' in connection && connection.transport !== 'websocket';
  if (health !== null) {
    const behind = health.state === 'behind' ? health.count : 0;
    const foreign = health.state === 'offline' && health.foreign === true;
    const { queued } = health;
    // Without a line nothing is sent, whatever the last answer was.
    if (refusal !== null && health.state !== 'offline' && health.state !== 'stopped') {
      const refused = { busy: isBusy(refusal), until: refusal.retry_at };
      return { state: 'refused', behind: 0, queued, slow, refused };
    }
    return {
      state: health.state,
      behind,
      queued,
      slow,
      ...(foreign && { foreign }),
    };
  }
  const states: Readonly<Record<ConnectionState['state'], LineHealth>> = {
    idle: 'in_sync',
    connecting:
      connection.state === 'connecting' && connection.attempt > 1 ? 'offline' : 'connecting',
    open: 'in_sync',
    waiting: 'offline',
    stopped: 'stopped',
  };
  return { state: states[connection.state], behind: 0, queued: 0, slow };
}

export function usePulse(open: OpenConversation | null): Pulse {
  const { client } = useWalkie();
  const connection = useSyncExternalStore(
    client.connection.subscribe,
    client.connection.getSnapshot,
  );
  return pulseOf(connection, open?.snapshot.health ?? null, open?.snapshot.refusal);
}

export const PATIENCE_MS = 1500;

/** True once trouble has lasted: a short hiccup should not flicker. */
export function useLasting(trouble: boolean, ms = PATIENCE_MS): boolean {
  const [lasting, setLasting] = useState(false);
  useEffect(() => {
    if (!trouble) {
      setLasting(false);
      return undefined;
    }
    const timer = setTimeout(() => setLasting(true), ms);
    return () => clearTimeout(timer);
  }, [trouble, ms]);
  return trouble && lasting;
}
