import type { ConversationHint } from '@walkie/client';

export interface Attention {
  readonly me: number;
  /** The conversation that the agent has before the eyes: selected, tab visible and focused. */
  readonly watched: number | null;
}

/** Does this hint tell the agent something new? `heard`: the newest message time per conversation. */
export function calls(
  row: ConversationHint,
  heard: ReadonlyMap<number, string>,
  since: string,
  attention: Attention,
): boolean {
  const at = row.last_message_at;
  if (at === null || row.last_message_is_agent) return false;
  if (at <= (heard.get(row.id) ?? since)) return false;
  if (row.assignee_id !== null && row.assignee_id !== attention.me) return false;
  return row.id !== attention.watched;
}
