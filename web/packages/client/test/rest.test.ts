import { describe, expect, it } from 'vitest';
import type { Request, RequestOptions } from '../src/request.ts';
import { createApi } from '../src/rest.ts';

/** Answers with pages of two items; the list has so many, or no end. */
const listOf = (length: number) => {
  const asked: string[] = [];
  const request = (async (_method: string, path: string, { query }: RequestOptions = {}) => {
    const from = Number(query?.['cursor'] ?? 0);
    asked.push(`${path} ${query?.['cursor'] ?? 'first'}`);
    const items = [from + 1, from + 2].filter((id) => id <= length).map((id) => ({ id }));
    return { items, next: from + 2 < length ? String(from + 2) : null };
  }) as Request;
  return { asked, api: createApi(request) };
};

describe('agents and inboxes', () => {
  it('are read page by page to the end', async () => {
    const { asked, api } = listOf(5);
    const { items, next } = await api.agents();
    expect(items.map(({ id }) => id)).toEqual([1, 2, 3, 4, 5]);
    expect(next).toBeNull();
    expect(asked).toEqual(['/agents first', '/agents 2', '/agents 4']);
    expect((await api.inboxes()).items).toHaveLength(5);
  });

  it('cost one request where one page is all', async () => {
    const { asked, api } = listOf(2);
    expect((await api.inboxes()).items).toHaveLength(2);
    expect(asked).toEqual(['/inboxes first']);
  });

  it('stop after twenty pages, and say that there is more', async () => {
    const { asked, api } = listOf(Number.POSITIVE_INFINITY);
    const { items, next } = await api.agents();
    expect(asked).toHaveLength(20);
    expect(items).toHaveLength(40);
    expect(next).toBe('40');
  });
});
