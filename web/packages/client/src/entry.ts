// What counts as an entry of the outbox. A stored one may be damaged, or of another version.

import type { OutboxEntry } from './environment.ts';

const states = ['pending', 'failed', 'moved'];

export const isEntry = (value: unknown): value is OutboxEntry => {
  const entry = value as Partial<OutboxEntry> | null;
  return (
    typeof entry === 'object' &&
    typeof entry?.client_id === 'string' &&
    typeof entry.content === 'string' &&
    Number.isSafeInteger(entry.conversation_id) &&
    states.includes(entry.state as string)
  );
};
