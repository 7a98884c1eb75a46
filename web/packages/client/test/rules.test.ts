import { describe, expect, it } from 'vitest';
import { backoff, passes } from '../src/backoff.ts';
import { createIds } from '../src/ids.ts';
import { createRequest } from '../src/request.ts';
import { createSequence } from '../src/sequence.ts';
import { storageIn } from '../src/storage.ts';
import { cut, toJson, wellFormed } from '../src/text.ts';
import type { EventFrame } from '../src/wire.ts';
import { seeded, World } from './world.ts';

describe('H4a, H4b: backoff', () => {
  it('is nothing at first, then 0.5 s and full jitter up to 20 s', () => {
    expect(backoff(0, () => 0.9)).toBe(0);
    for (const [failures, most] of [
      [1, 1500],
      [2, 2500],
      [3, 4500],
      [4, 8500],
      [5, 16_500],
      [6, 20_500],
      [30, 20_500],
    ] as const) {
      expect(backoff(failures, () => 0)).toBe(500);
      expect(backoff(failures, () => 1)).toBe(most);
    }
  });
  it('is the original constant where one is set', () => {
    expect(backoff(0, () => 0.5, 3000)).toBe(3000);
    expect(backoff(4, () => 0.5, 3000)).toBe(3000);
  });
});

describe('answers', () => {
  it('S6: network errors, 5xx and 429 pass; other 4xx are for good', () => {
    expect([0, 408, 429, 500, 502, 503, 504].every(passes)).toBe(true);
    expect([400, 401, 403, 404, 409, 413, 415, 422].some(passes)).toBe(false);
  });
});

describe('text that leaves', () => {
  const json = (text: string) => new TextEncoder().encode(JSON.stringify(text)).length - 2;
  const samples = ['plain', 'é€😀', '"\\\n\u0001', '\u2028', '漢字', 'a\u007f'];

  it('is well-formed, of the same length', () => {
    expect(wellFormed('a\ud83d')).toBe('a\ufffd');
    expect(wellFormed('\ude00b')).toBe('\ufffdb');
    expect(wellFormed('😀')).toBe('😀');
    expect(wellFormed('\ud83d\ud83d\ude00\ude00')).toBe('\ufffd😀\ufffd');
    expect(toJson({ name: ['\ud83d'], n: 1, none: undefined })).toBe('{"name":["\ufffd"],"n":1}');
  });
  it('is cut to bytes of JSON, between characters', () => {
    const random = seeded(9);
    for (let round = 0; round < 2000; round++) {
      const text = Array.from(
        { length: random() * 40 },
        () => samples[Math.floor(random() * samples.length)],
      ).join('');
      const bytes = Math.floor(random() * 60);
      const part = cut(text, bytes);
      expect(text.startsWith(part)).toBe(true);
      expect(json(part)).toBeLessThanOrEqual(bytes);
      const more = text.slice(0, part.length + 1);
      const next = wellFormed(more) === more ? more : text.slice(0, part.length + 2);
      if (next.length > part.length) expect(json(next)).toBeGreaterThan(bytes);
    }
    expect(cut('ab\ud83d', 100)).toBe('ab\ufffd');
    expect(cut('\ud83d', 2)).toBe('');
  });
});

describe('client_id', () => {
  it('is a UUIDv7 that sorts by making, also when the clock goes back', () => {
    let now = 1_795_000_000_000;
    const ids = createIds(() => now, seeded(3));
    const made: string[] = [];
    for (let i = 0; i < 10_000; i++) {
      if (i === 5000) now -= 3_600_000;
      made.push(ids.next());
    }
    expect(new Set(made).size).toBe(made.length);
    expect([...made].sort()).toEqual(made);
    const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
    expect(made.every((id) => uuid.test(id))).toBe(true);
  });
  it('sorts after what the storage still holds', () => {
    const early = createIds(() => 2000, seeded(1)).next();
    const ids = createIds(() => 1000, seeded(2));
    ids.after(early);
    expect(ids.next() > early).toBe(true);
  });
});

describe('H3 gap rule', () => {
  const setUp = () => {
    const world = new World(1);
    const delivered: number[] = [];
    const fetches: number[] = [];
    const log = (from: number, to: number) =>
      Array.from({ length: to - from }, (_, i) => ({ seq: from + 1 + i }) as EventFrame);
    let head = 0;
    const sequence = createSequence({
      timers: world.tab({ type: 'visitor', id: 1, name: '' }).env().timers,
      random: world.random,
      deliver: (event) => delivered.push(event.seq),
      changed: () => {},
      onReset: () => {},
      fetchAfter: async (after) => {
        fetches.push(after);
        return { epoch: 'e', head_seq: head, events: log(after, head) };
      },
    });
    const offer = (...seqs: number[]) => {
      head = Math.max(head, ...seqs);
      for (const seq of seqs) sequence.offer({ seq } as EventFrame);
    };
    return { world, delivered, fetches, sequence, offer };
  };

  it('delivers the next, drops the old, holds the early', () => {
    const { delivered, sequence, offer } = setUp();
    sequence.restart(5);
    offer(6, 6, 5, 8, 9);
    expect(delivered).toEqual([6]);
    offer(7);
    expect(delivered).toEqual([6, 7, 8, 9]);
  });
  it('waits 200 ms before it fetches what is missing', async () => {
    const { world, delivered, fetches, sequence, offer } = setUp();
    sequence.restart(0);
    offer(2);
    await world.run(150);
    expect(fetches).toEqual([]);
    await world.run(100);
    expect(fetches).toEqual([0]);
    expect(delivered).toEqual([1, 2]);
  });
  it('does not fetch when what was missing comes in time', async () => {
    const { world, delivered, fetches, sequence, offer } = setUp();
    sequence.restart(0);
    offer(2);
    await world.run(100);
    offer(1);
    await world.run(1000);
    expect(fetches).toEqual([]);
    expect(delivered).toEqual([1, 2]);
  });
  it('holds at most 64 and fetches the rest', async () => {
    const { world, delivered, sequence, offer } = setUp();
    sequence.restart(0);
    offer(...Array.from({ length: 100 }, (_, i) => i + 2));
    await world.run(300);
    expect(delivered).toEqual(Array.from({ length: 101 }, (_, i) => i + 1));
  });
  it('holds what arrives before the first page', () => {
    const { delivered, sequence, offer } = setUp();
    offer(4, 5, 6);
    sequence.restart(4);
    expect(delivered).toEqual([5, 6]);
  });
});

describe('localStorage outbox', () => {
  const entry = {
    client_id: 'a',
    conversation_id: 1,
    content: 'x',
    created_at: '',
    state: 'pending' as const,
  };
  it('S6: one entry that cannot be read silences no other; it is kept aside and logged', async () => {
    const box: Record<string, string> = {};
    const logged: unknown[] = [];
    const mine = storageIn('a:1', box, (line, detail) => logged.push(line, detail));
    await mine.put(entry);
    const bad = ['{broken', 'null', '7', '[]', '{"client_id":"b"}'];
    const states = [{ state: 'sent' }, { state: 'failed' }, { content: 7 }, { note: 'yes' }];
    for (const change of states) bad.push(JSON.stringify({ ...entry, ...change }));
    for (const [index, text] of bad.entries()) box[`walkie.outbox a:1 bad ${index}`] = text;
    expect(await mine.load()).toEqual([entry]);
    expect(logged).toHaveLength(2 * bad.length);
    expect(await mine.load()).toEqual([entry]);
    const aside = Object.keys(box).filter((key) => key.startsWith('walkie.unreadable a:1 '));
    expect(aside.map((key) => box[key]).sort()).toEqual([...bad].sort());
  });
  it('keeps each principal to itself', async () => {
    const shared = {};
    const [mine, yours] = [storageIn('a:1', shared), storageIn('a:2', shared)];
    await mine.put(entry);
    expect(await mine.load()).toEqual([entry]);
    expect(await yours.load()).toEqual([]);
    await mine.remove('a');
    expect(await mine.load()).toEqual([]);
  });
});

describe('the log of requests', () => {
  it('names the message and never shows what was sent', async () => {
    const lines: unknown[][] = [];
    const request = createRequest(
      { fetch: async () => new Response('{}'), timers: globalThis },
      { baseUrl: 'http://walkie.test', token: () => 'wk_token' },
      (...line) => lines.push(line),
    );
    await request('POST', '/session', { body: { email: 'a@b.test', password: 'correct horse' } });
    await request('POST', '/messages', { body: { client_id: 'c-1', content: 'private words' } });
    expect(lines).toEqual([
      ['POST /session 200', undefined],
      ['POST /messages 200', 'c-1'],
    ]);
  });
});
