// What the tabs of one principal may say to each other: a closed set of words. Whatever else is heard
// on the channel, from another version or another script of the origin, is dropped.

import type { WakeCause } from './environment.ts';
import { isEntry } from './index.ts';
import type { OutboxNews } from './outbox.ts';
import type { ConnectionState } from './types.ts';
import type { ClientFrame, ServerFrame } from './wire.ts';

/**
 * The version of the words below. It is part of the names of channel and lock, so that pages of two
 * versions never lead each other. Raise it with every change of a word.
 */
export const TABS_VERSION = 2;

export type TabWord = { from: string } & (
  | { t: 'join' }
  | { t: 'lead' }
  | { t: 'state'; state: ConnectionState; session: string }
  | { t: 'up'; frame: ClientFrame }
  | { t: 'down'; frame: ServerFrame }
  | { t: 'outbox'; news: OutboxNews }
  | { t: 'wake'; cause: WakeCause }
);

type Fields = Record<string, unknown>;

const states = ['idle', 'connecting', 'open', 'waiting', 'stopped'];
const causes = ['visibilitychange', 'pageshow', 'online', 'offline'];
const upward = [
  'subscribe',
  'unsubscribe',
  'subscribe_inbox',
  'typing',
  'read',
  'received',
  'ping',
];
const nameless = ['subscribe_inbox', 'ping'];

const isObject = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isText = (value: unknown) => typeof value === 'string';
const isCount = (value: unknown) => Number.isSafeInteger(value) && (value as number) >= 0;

const isUp = (frame: unknown) =>
  isObject(frame) &&
  upward.includes(frame.type as string) &&
  (nameless.includes(frame.type as string) || isCount(frame.conversation_id));

const isNews = (news: unknown) => {
  if (!Array.isArray(news)) return false;
  const [call, what, head] = news;
  if (call === 'merge') return isEntry(what);
  if (call === 'forget') return isText(what);
  return (
    call === 'done' &&
    isObject(what) &&
    isObject(what.sender) &&
    isText(what.client_id) &&
    isText(what.content) &&
    [what.id, what.seq, what.conversation_id, head].every(isCount)
  );
};

const checks: Record<TabWord['t'], (word: Fields) => boolean> = {
  join: () => true,
  lead: () => true,
  state: ({ state, session }) =>
    isObject(state) && states.includes(state.state as string) && isText(session),
  up: ({ frame }) => isUp(frame),
  down: ({ frame }) => isObject(frame) && isText(frame.type),
  outbox: ({ news }) => isNews(news),
  wake: ({ cause }) => causes.includes(cause as string),
};

export const isTabWord = (word: unknown): word is TabWord =>
  isObject(word) &&
  isText(word.from) &&
  isText(word.t) &&
  Object.hasOwn(checks, word.t as string) &&
  checks[word.t as TabWord['t']](word);
