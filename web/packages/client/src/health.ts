// What a page may say about a conversation, from what the connection, the logs and the outbox say.

import type { ConnectionState, Health } from './types.ts';

type Said = Health extends infer H
  ? H extends Health
    ? Omit<H, 'queued' | 'since'>
    : never
  : never;

/**
 * `missing`: events that are known to exist and are not here yet; undefined without a first page.
 * `foreign`: the last answer was not the server's.
 * `stuck`: sends get no answer, or no page comes, whatever the connection believes.
 */
export const healthOf = (
  link: ConnectionState,
  missing: number | undefined,
  stuck: boolean,
  synced: boolean,
  foreign = false,
): Said => {
  const { state } = link;
  if (state === 'stopped') return link;
  // While it tries again after a failure, the page still says "offline".
  if (stuck || state === 'waiting' || (state === 'connecting' && link.attempt))
    return { state: 'offline', ...(foreign && { foreign }) };
  if (state !== 'open' || missing === undefined || !(missing || synced))
    return { state: 'connecting' };
  const { transport } = link;
  return missing ? { state: 'behind', count: missing, transport } : { state: 'in_sync', transport };
};
