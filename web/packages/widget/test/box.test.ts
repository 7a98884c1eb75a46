import type { OutboxEntry } from '@walkie/client';
import { storageIn } from '@walkie/client';
import { expect, it } from 'vitest';
import { areaOf, hostBox, isBlocked, most_items } from '../src/bridge/box.ts';
import { keepIn } from '../src/bridge/keep.ts';
import { keptIn } from '../src/session/kept.ts';

/** A host page as two loads of a frame see it. */
const host = () => {
  const kept: Record<string, string> = {};
  const box = () =>
    hostBox({ ...kept }, (name, value) => {
      if (value === null) delete kept[name];
      else kept[name] = value;
    });
  return { kept, box };
};
const entry: OutboxEntry = {
  client_id: 'a',
  conversation_id: 1,
  content: 'queued',
  created_at: '2026-11-28T10:00:00.000Z',
  state: 'pending',
};

it('draft, first messages and outbox outlive a reload of a frame that may keep nothing', async () => {
  const { kept, box } = host();
  const before = box();
  const keep = keptIn(
    keepIn(() => areaOf(before)),
    1,
  );
  keep.keepDraft('half a thought');
  keep.keepFirst([{ client_id: 'f', content: 'first', at: 1, failed: false }]);
  keep.keepVisitor({ token: 'secret', visitor_id: 7, conversation_id: 1 });
  await storageIn('visitor:7', before).put(entry);

  const after = box();
  const next = keptIn(
    keepIn(() => areaOf(after)),
    1,
  );
  expect(next.draft()).toBe('half a thought');
  expect(next.first()).toHaveLength(1);
  expect(await storageIn('visitor:7', after).load()).toEqual([entry]);
  // The token is the host's own affair, and is forgotten there.
  expect(next.visitor()).toBeNull();
  expect(JSON.stringify(kept)).not.toContain('secret');

  next.keepDraft('');
  next.keepFirst([]);
  await storageIn('visitor:7', after).remove('a');
  expect(kept).toEqual({});
});

it('is bounded: what does not fit is refused, as a full storage does', async () => {
  const box = host().box();
  await expect(storageIn('v', box).put({ ...entry, content: 'x'.repeat(50_000) })).rejects.toThrow(
    'keeps no more',
  );
  for (let i = 0; i < most_items; i++) box[`n${i}`] = 'x';
  expect(() => {
    box['one more'] = 'x';
  }).toThrow('keeps no more');
});

it('is used only where the page may keep nothing itself', () => {
  expect(isBlocked()).toBe(false);
  expect(
    isBlocked(() => {
      throw new DOMException('denied', 'SecurityError');
    }),
  ).toBe(true);
});
