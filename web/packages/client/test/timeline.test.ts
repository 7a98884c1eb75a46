import { expect, it } from 'vitest';
import type { OutboxEntry } from '../src/environment.ts';
import { placed } from '../src/timeline.ts';
import type { LoggedMessage } from '../src/types.ts';

const at = (second: number) => `2026-11-22T10:00:0${second}.000Z`;
const logged = (key: string, seq: number, second: number, note = false) =>
  ({ key, note, created_at: at(second), message: { seq } }) as unknown as LoggedMessage;
const refused = (second: number, after: number, note = false) =>
  ({ client_id: 'no', state: 'failed', created_at: at(second), after, note }) as OutboxEntry;
const keys = (entry: OutboxEntry, ...messages: LoggedMessage[]) =>
  placed(messages, [entry]).map(({ key }) => key);

it('puts what was refused below what came before it in either log', () => {
  const note = logged('note', 1, 3, true);
  const reply = logged('reply', 8, 2);
  expect(keys(refused(4, 8), reply, note)).toEqual(['reply', 'note', 'no']);
  expect(keys(refused(2, 8), reply, note)).toEqual(['reply', 'no', 'note']);
  expect(keys(refused(4, 1, true), note, logged('later', 9, 5))).toEqual(['note', 'no', 'later']);
  expect(keys(refused(6, 1, true), note, logged('first', 9, 5))).toEqual(['note', 'first', 'no']);
});
