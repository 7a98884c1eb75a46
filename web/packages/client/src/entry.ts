// What counts as an entry of the outbox. A stored one may be damaged, or of another version.

import type { OutboxEntry } from './environment.ts';

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;

/** An entry that was refused must have its problem. */
const hasState = ({ state, problem }: Record<string, unknown>) =>
  state === 'pending' ||
  (['failed', 'moved'].includes(state as string) &&
    isObject(problem) &&
    typeof problem.code === 'string');

const isOptional = (value: unknown, type: string) => value === undefined || typeof value === type;

export const isEntry = (value: unknown): value is OutboxEntry =>
  isObject(value) &&
  [value.client_id, value.content, value.created_at].every((part) => typeof part === 'string') &&
  Number.isSafeInteger(value.conversation_id) &&
  isOptional(value.note, 'boolean') &&
  isOptional(value.expected_head_seq, 'number') &&
  isOptional(value.after, 'number') &&
  hasState(value);
