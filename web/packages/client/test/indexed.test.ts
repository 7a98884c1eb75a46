// @vitest-environment happy-dom
import { afterEach, expect, it, vi } from 'vitest';
import type { OutboxEntry, Timers } from '../src/environment.ts';
import { indexedStorage } from '../src/indexed.ts';

const timers = globalThis as unknown as Timers;
const entry: OutboxEntry = {
  client_id: '01a205c1-df0a-7000-8d5f-54a5a9e75925',
  conversation_id: 1,
  content: 'written as the page was left',
  created_at: '2026-11-22T10:00:00.000Z',
  state: 'pending',
};

afterEach(() => {
  vi.unstubAllGlobals();
  localStorage.clear();
});

it('S6: an entry outlives a page that is left before IndexedDB has answered', async () => {
  // Opens for ever: what was asked of it is lost with the page.
  vi.stubGlobal('indexedDB', { open: () => ({}) });
  void indexedStorage('visitor:7', timers).put(entry);
  vi.stubGlobal('indexedDB', undefined);
  const next = indexedStorage('visitor:7', timers);
  expect(await next.load()).toEqual([entry]);
  await next.remove(entry.client_id);
  expect(await next.load()).toEqual([]);
});

it('says so when nothing here can keep an entry', async () => {
  vi.stubGlobal('indexedDB', undefined);
  const full = new Proxy({} as Storage, {
    get: () => () => undefined,
    set() {
      throw new DOMException('full', 'QuotaExceededError');
    },
  });
  vi.stubGlobal('localStorage', full);
  await expect(indexedStorage('visitor:7', timers).put(entry)).rejects.toThrow('full');
});
