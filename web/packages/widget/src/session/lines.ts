// What the SDK knows → what the thread and the banner show.
import { type ConversationSnapshot, type MessageView, remedyOf } from '@walkie/client';
import { shownName } from '@walkie/client/blank';
import type { Line, Progress } from '../thread/line.ts';
import type { Health } from '../ui/banner.tsx';
import type { Refusal } from './first_queue.ts';
import type { FirstMessage } from './kept.ts';

const progressOf = (view: MessageView): Progress | null => {
  if (view.state === 'received') return null;
  // A visitor is never told "moved": that guard is for agents. Should it come, it is a failure.
  return view.state === 'moved' ? 'failed' : view.state;
};

// A message view is a new object whenever it changes, so its line can be kept beside it: bubbles
// that did not change are not drawn again.
const made = new WeakMap<MessageView, Line>();

export function lineOf(view: MessageView): Line {
  const known = made.get(view);
  if (known) return known;
  const message = 'message' in view ? view.message : null;
  const line: Line = {
    key: view.key,
    seq: message?.seq ?? null,
    at: Date.parse(message?.created_at ?? view.created_at),
    mine: view.mine,
    speaker: view.mine ? 'me' : `${message?.sender.type} ${message?.sender.id}`,
    name: shownName(message?.sender.name),
    avatar_url: message?.sender.avatar_url ?? null,
    text: view.content,
    edited: message?.edited_at != null && message.deleted_at == null,
    deleted: message?.deleted_at != null,
    progress: progressOf(view),
    code: ('problem' in view && view.problem?.code) || null,
    remedy: 'problem' in view ? remedyFor(view.problem) : 'retry',
  };
  made.set(view, line);
  return line;
}

/** A visitor who writes again gets a place for it. */
const remedyFor = (problem: { status: number; code: string }) =>
  remedyOf(problem) === 'edit' ? 'edit' : 'retry';

const firstLine = ({ client_id, content, at, failed, code, status }: FirstMessage): Line => ({
  key: client_id,
  seq: null,
  at,
  mine: true,
  speaker: 'me',
  name: '',
  avatar_url: null,
  text: content,
  edited: false,
  deleted: false,
  progress: failed ? 'failed' : 'pending',
  code: code ?? null,
  remedy: code !== undefined && status !== undefined ? remedyFor({ status, code }) : 'retry',
});

export function linesOf(
  snapshot: ConversationSnapshot | null,
  first: readonly FirstMessage[],
): Line[] {
  const lines = (snapshot?.messages ?? []).map(lineOf);
  const there = new Set(lines.map((line) => line.key));
  for (const message of first) {
    if (there.has(message.client_id)) continue;
    // A failed message stays where it was written, above later ones.
    const at = message.failed
      ? lines.findLastIndex((line) => line.at <= message.at) + 1
      : lines.length;
    lines.splice(at, 0, firstLine(message));
  }
  return lines;
}

/**
 * `reached`: whether the last request before there was a conversation got an answer; `refusal`: that
 * the answer was no, for now.
 */
export function healthOf(
  snapshot: ConversationSnapshot | null,
  first: readonly FirstMessage[],
  reached: boolean,
  refusal: Refusal | null = null,
  foreign = false,
): Health {
  const waiting = first.filter((message) => !message.failed).length;
  if (refusal && waiting > 0) return { kind: 'refused', until: refusal.until };
  // As long as there is a line: without one that is the news.
  if (snapshot?.refusal && snapshot.health.state !== 'offline')
    return { kind: 'refused', until: snapshot.refusal.retry_at };
  if (!snapshot)
    return reached
      ? { kind: 'in_sync' }
      : { kind: 'offline', queued: waiting, ...(foreign && { foreign }) };
  const { health } = snapshot;
  const queued = health.queued + waiting;
  switch (health.state) {
    case 'connecting':
      return { kind: 'connecting', queued };
    case 'behind':
      return { kind: 'behind', behind: health.count };
    case 'offline':
      return { kind: 'offline', queued, ...(health.foreign && { foreign: true }) };
    case 'in_sync':
      return health.transport === 'websocket' ? { kind: 'in_sync' } : { kind: 'http', queued };
    case 'stopped':
      return { kind: 'offline', queued };
  }
}
