import { expect, it } from 'vitest';
import { draftOf, openDrafts } from '../src/model/drafts.ts';
import { safeStorage } from '../src/model/storage.ts';

it('a draft whose record is cut keeps what is there, wherever it is cut', () => {
  const whole = { mode: 'note', reply: 'for "them"', note: 'for us', at: 7 };
  const json = JSON.stringify(whole);
  for (let end = json.indexOf('them'); end <= json.length; end += 1) {
    const storage = safeStorage(() => {
      throw new Error('blocked');
    });
    storage.set(`walkie.inbox.draft.${end}.4`, json.slice(0, end));
    openDrafts(end, storage);
    const { mode, reply, note } = draftOf(4);
    expect([mode, whole.reply.startsWith(reply), whole.note.startsWith(note)]).toEqual([
      'note',
      true,
      true,
    ]);
    if (end > json.indexOf('","note')) expect(reply).toBe(whole.reply);
  }
});
