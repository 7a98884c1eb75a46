// What a page may say about a conversation, from what the connection, the logs and the outbox say.

import type { ConnectionState, Health } from './types.ts';

export interface Facts {
  link: ConnectionState;
  queued: number;
  /** Sends get no answer, whatever the connection believes. */
  stuck: boolean;
  /** The first page is there; it could not be loaded so far. */
  loaded: boolean;
  failed: boolean;
  /** Events that are known to exist and are not here yet. */
  missing: number;
  synced: boolean;
  now: number;
}

type Said = Health extends infer H
  ? H extends Health
    ? Omit<H, 'queued' | 'since'>
    : never
  : never;

const say = ({ link, stuck, loaded, failed, missing, synced }: Facts): Said => {
  if (link.state === 'stopped') return link;
  if (link.state === 'waiting' || stuck) return { state: 'offline' };
  if (link.state !== 'open' || !loaded) {
    // An attempt after a failure is still offline to who reads it; so is a page that never came.
    const again = failed || (link.state === 'connecting' && link.attempt > 0);
    return { state: again ? 'offline' : 'connecting' };
  }
  const { transport } = link;
  if (missing > 0) return { state: 'behind', count: missing, transport };
  return synced ? { state: 'in_sync', transport } : { state: 'connecting' };
};

/** `since` is when the state before became this one. */
export const healthOf = (facts: Facts, before: Health): Health => {
  const next = say(facts);
  const since = next.state === before.state ? before.since : facts.now;
  return { ...next, queued: facts.queued, since } as Health;
};
