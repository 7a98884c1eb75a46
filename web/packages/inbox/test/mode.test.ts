import { expect, it } from 'vitest';
import { draftOf, openDrafts, writeDraft } from '../src/model/drafts.ts';

/** Another tab wrote this draft. */
function other(conversation: number, draft: object | null): void {
  const key = Object.keys(localStorage).find((one) => one.endsWith(String(conversation)));
  if (key === undefined) throw new Error('nothing is stored');
  if (draft === null) localStorage.removeItem(key);
  else localStorage.setItem(key, JSON.stringify({ ...draft, at: Date.now() + 60_000 }));
  window.dispatchEvent(new StorageEvent('storage', { key }));
}

it('a note stays a note here, whatever another tab chooses', () => {
  openDrafts(1);
  writeDraft(5, { mode: 'note', note: 'for us' });
  other(5, { mode: 'reply', reply: 'for them', note: 'for us' });
  expect(draftOf(5)).toEqual({ mode: 'note', reply: 'for them', note: 'for us' });
  other(5, null);
  expect(draftOf(5).mode).toBe('note');
});
