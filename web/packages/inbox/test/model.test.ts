import type { Message } from '@walkie/client';
import { beforeEach, describe, expect, it } from 'vitest';
import { pulseOf } from '../src/hooks/useHealth.ts';
import { speechOf } from '../src/i18n/words.tsx';
import { activityText } from '../src/model/activity.ts';
import { draftOf, openDrafts, useDrafts, writeDraft } from '../src/model/drafts.ts';
import { INBOX, placeAddress, readPlace, safeNext } from '../src/model/location.ts';
import { strength } from '../src/model/password.ts';
import { readPreferences } from '../src/model/preferences.ts';
import { matching, previewOf, unreadLabel } from '../src/model/preview.ts';
import { unseenAnswers } from '../src/model/seen.ts';
import { safeStorage } from '../src/model/storage.ts';
import { activity, conversation, heard, START } from './nouns.ts';

const { t } = speechOf('en');
const forgetful = () =>
  safeStorage(() => {
    throw new Error('blocked');
  });

describe('the address', () => {
  it('holds selection and filters, and leaves out what is normal', () => {
    const place = { view: 'all', status: 'resolved', query: '发货 x', conversation: 12 } as const;
    const address = placeAddress(place);
    expect(address).toMatch(/^\/agent\/c\/12\?/);
    const url = new URL(address, 'http://x');
    expect(readPlace(url.pathname, url.search)).toEqual(place);
    expect(placeAddress({ view: 'mine', status: 'open', query: '', conversation: null })).toBe(
      '/agent',
    );
  });
  it('survives nonsense', () => {
    const place = readPlace('/agent/c/12x', '?view=evil&status=&q=a');
    expect(place).toEqual({ view: 'mine', status: 'open', query: 'a', conversation: null });
  });
  it('takes a slash at the end for the same page', () => {
    expect(readPlace('/agent/c/1/', '').conversation).toBe(1);
    for (const path of ['/agent', '/agent/', '/agent/c/1', '/agent/c/1/'])
      expect(path).toMatch(INBOX);
    for (const path of ['/agent/c', '/agent/c/', '/agent/c/x', '/agent/c/1/2', '/agent/settings/'])
      expect(path).not.toMatch(INBOX);
  });
  it('returns after sign-in only to the inbox', () => {
    expect(safeNext('/agent/c/1?view=all')).toBe('/agent/c/1?view=all');
    for (const bad of [
      null,
      '//evil.org',
      'https://evil.org',
      '/agentx',
      '/agent/sign-in?next=/agent',
    ]) {
      expect(safeNext(bad)).toBe('/agent');
    }
  });
});

describe('a row’s preview', () => {
  const draft = { mode: 'reply', reply: 'half a **thought**', note: '' } as const;

  it('is who types, then my draft, then the last message', () => {
    expect(previewOf(conversation(), true, draft, t).text).toBe('typing…');
    expect(previewOf(conversation(), false, draft, t).text).toBe('Draft: half a thought');
    expect(previewOf(conversation(), false, undefined, t)).toEqual({
      kind: 'message',
      text: 'hello there',
    });
  });
  it('tells a half-written note from a reply, and names whichever is there', () => {
    const text = (change: object) =>
      previewOf(conversation(), false, { ...draft, note: 'for **us**', ...change }, t).text;
    expect(text({ mode: 'note' })).toBe('Note draft: for us');
    expect(text({})).toBe('Draft: half a thought');
    expect(text({ reply: '' })).toBe('Note draft: for us');
    expect(text({ mode: 'note', note: '  ' })).toBe('Draft: half a thought');
    expect(text({ reply: '', note: '' })).toBe('hello there');
  });
  it('marks answers, deleted messages and silence', () => {
    expect(previewOf(conversation({ last_message_is_agent: true }), false, undefined, t).kind).toBe(
      'answer',
    );
    expect(previewOf(conversation({ last_message: '' }), false, undefined, t).text).toBe(
      'Message deleted',
    );
    const silent = conversation({ last_message: null, last_message_at: null });
    expect(previewOf(silent, false, undefined, t).kind).toBe('none');
  });
  it('caps the number at 99+', () => {
    expect([1, 99, 100].map(unreadLabel)).toEqual(['1', '99', '99+']);
  });
  it('is found by name, text and number, in any order and case', () => {
    const rows = [conversation(), conversation({ id: 22, last_message: 'Lieferung nach Köln' })];
    expect(matching(rows, '晓雨 THERE', t)).toHaveLength(1);
    expect(matching(rows, 'köln', t).map((row) => row.id)).toEqual([22]);
    expect(matching(rows, '#22', t)).toHaveLength(1);
  });
});

describe('drafts', () => {
  beforeEach(() => useDrafts.setState({ owner: null, byConversation: {} }));

  it('belong to one agent and survive a reload', () => {
    const kept = new Map<string, string>();
    const storage = {
      get: (key: string) => kept.get(key) ?? null,
      set: (key: string, value: string) => void kept.set(key, value),
      remove: (key: string) => void kept.delete(key),
      keys: (prefix: string) => [...kept.keys()].filter((key) => key.startsWith(prefix)),
    };
    openDrafts(1, storage);
    writeDraft(5, { reply: '你好' }, storage);
    writeDraft(5, { mode: 'note', note: 'careful' }, storage);
    openDrafts(2, storage);
    expect(draftOf(5).reply).toBe('');
    openDrafts(1, storage);
    expect(draftOf(5)).toEqual({ mode: 'note', reply: '你好', note: 'careful' });
    writeDraft(5, { mode: 'reply', reply: '', note: '' }, storage);
    expect(useDrafts.getState().byConversation).toEqual({});
  });
  describe('of two tabs', () => {
    const key = 'walkie.inbox.draft.1.5';
    const elsewhere = (name: string, value: object | null) => {
      if (value === null) localStorage.removeItem(name);
      else localStorage.setItem(name, JSON.stringify(value));
      dispatchEvent(Object.assign(new Event('storage'), { key: name }));
    };
    const draft = { mode: 'reply', reply: 'theirs', note: '' };
    beforeEach(() => {
      localStorage.clear();
      openDrafts(1);
    });

    it('leave each other alone: one key for each conversation', () => {
      localStorage.setItem('walkie.inbox.draft.1.6', JSON.stringify({ ...draft, at: 1 }));
      writeDraft(5, { reply: 'mine' });
      expect(Object.keys(localStorage).sort()).toEqual([key, 'walkie.inbox.draft.1.6']);
    });
    it('are heard, and the newest wins', () => {
      writeDraft(5, { reply: 'mine' });
      elsewhere(key, { ...draft, at: Date.now() + 1000 });
      expect(draftOf(5).reply).toBe('theirs');
      writeDraft(5, { reply: 'newer' });
      elsewhere(key, { ...draft, at: Date.now() - 1000 });
      expect(draftOf(5).reply).toBe('newer');
      elsewhere(key, null);
      expect(draftOf(5).reply).toBe('');
      elsewhere('walkie.inbox.draft.2.5', { ...draft, at: Date.now() + 9000 });
      expect(draftOf(5).reply).toBe('');
    });
    it('of a former version are split, and half an emoji is made whole', () => {
      useDrafts.setState({ owner: null });
      localStorage.setItem(
        'walkie.inbox.drafts.1',
        '{"5":{"mode":"note","reply":"a\\ud83d","note":"b"},"6":7}',
      );
      openDrafts(1);
      expect(draftOf(5)).toEqual({ mode: 'note', reply: 'a\ufffd', note: 'b' });
      expect(Object.keys(localStorage)).toEqual([key]);
    });
    it('one broken draft takes no other with it', () => {
      useDrafts.setState({ owner: null });
      localStorage.setItem(key, '{broken');
      localStorage.setItem('walkie.inbox.draft.1.6', JSON.stringify({ ...draft, at: 1 }));
      openDrafts(1);
      expect(draftOf(6).reply).toBe('theirs');
      expect(draftOf(5).reply).toBe('');
    });
  });
  it('work without storage and with broken storage', () => {
    const storage = forgetful();
    openDrafts(1, storage);
    writeDraft(5, { reply: 'kept in memory' }, storage);
    useDrafts.setState({ owner: null });
    openDrafts(1, storage);
    expect(draftOf(5).reply).toBe('kept in memory');
    openDrafts(3, { ...storage, get: () => '{{' });
    expect(draftOf(5).reply).toBe('');
  });
});

describe('preferences', () => {
  it('fall back one by one', () => {
    const storage = { ...forgetful(), get: () => '{"theme":"dark","listWidth":9999,"sound":"x"}' };
    expect(readPreferences(storage, ['zh-HK'], true)).toMatchObject({
      theme: 'dark',
      locale: 'zh-CN',
      sound: true,
      details: true,
      listWidth: 480,
    });
  });
});

describe('password strength', () => {
  it('rises with length and variety', () => {
    expect(strength('short')).toBe(1);
    expect(strength('aaaaaaaaaaaaaa')).toBe(1);
    expect(strength('Password2026!!')).toBe(1);
    expect(strength('minaminamina99', ['mina'])).toBe(1);
    expect(strength('coffee-rain-37')).toBeGreaterThanOrEqual(2);
    expect(strength('violet harbour 7 quiet trains')).toBe(4);
  });
});

describe('activity lines', () => {
  const WHO = { me: 1, visitor: 'Visitor 14' };
  const text = (change: Parameters<typeof activity>[1], before?: Parameters<typeof activity>[1]) =>
    activityText(activity(2, change), before ? activity(1, before) : null, WHO, t);

  it('say what differs from the change before', () => {
    expect(text({ status: 'resolved' }, {})).toBe('You resolved the conversation');
    expect(text({}, { status: 'resolved' })).toBe('You reopened it');
    expect(text({ assignee_id: 1 }, {})).toBe('You took the conversation');
    expect(text({ assignee_id: 2, assignee_name: 'Ana' }, {})).toBe('You assigned it to Ana');
    expect(text({}, { assignee_id: 2 })).toBe('You unassigned it');
  });
  it('name the most telling part of the first change', () => {
    expect(text({ status: 'resolved', assignee_id: 1 })).toBe('You resolved the conversation');
    const ana = { type: 'agent', id: 2, name: 'Ana' } as const;
    expect(text({ assignee_id: 2, actor: ana })).toBe('Ana took the conversation');
  });
  it('call the visitor what the rest of the page does', () => {
    const visitor = { type: 'visitor', id: 14, name: null } as never;
    expect(text({ actor: visitor }, { status: 'resolved' })).toBe('Visitor 14 reopened it');
  });
});

describe('pulse', () => {
  const open = { state: 'open', transport: 'websocket', me: null } as const;

  it('tells the truth of the conversation, or of the line alone', () => {
    const behind = { state: 'behind', count: 2, transport: 'sse', queued: 1, since: 0 } as const;
    expect(pulseOf({ ...open, transport: 'sse' }, behind)).toEqual({
      state: 'behind',
      behind: 2,
      queued: 1,
      slow: true,
    });
    expect(pulseOf(open, null).state).toBe('in_sync');
    expect(pulseOf({ state: 'waiting', attempt: 1, retry_at: 0, reason: '' }, null).state).toBe(
      'offline',
    );
  });

  it('says that the server refuses for now, as long as there is a line', () => {
    const fine = { state: 'in_sync', transport: 'websocket', queued: 1, since: 0 } as const;
    const no = (status: number) => ({ problem: { title: '', code: 'x', status }, retry_at: 9 });
    for (const [status, busy] of [
      [429, true],
      [503, true],
      [500, false],
      [502, false],
    ] as const)
      expect(pulseOf(open, fine, no(status))).toEqual({
        state: 'refused',
        behind: 0,
        queued: 1,
        slow: false,
        refused: { busy, until: 9 },
      });
    const away = { state: 'offline', queued: 1, since: 0 } as const;
    expect(pulseOf(open, away, no(429)).state).toBe('offline');
  });
});

describe('what the visitor has read', () => {
  const said = (seq: number, change: Partial<Message> = {}) =>
    heard(seq, { sender_is_agent: true, ...change });
  it('counts our answers, not changes, notes, deleted ones or what the visitor wrote', () => {
    const snapshot = {
      read: { mine: 0, theirs: 2, their_received: 2 },
      hasOlder: false,
      // 4 and 7 were changes of the conversation: places in the log without a message.
      messages: [
        heard(1),
        said(2),
        said(3),
        heard(5),
        said(6, { deleted_at: START }),
        { ...said(1), note: true },
        said(8),
      ],
    };
    expect(unseenAnswers(snapshot)).toMatchObject({ count: 2, more: false });
  });
  it('knows that nobody has answered, when all of it is here', () => {
    const none = (hasOlder: boolean, messages = [heard(1), { ...said(1), note: true }]) =>
      unseenAnswers({ hasOlder, messages, read: { mine: 0, theirs: 1, their_received: 1 } }).none;
    expect(none(false)).toBe(true);
    expect(none(true)).toBe(false);
    expect(none(false, [heard(1), said(2)])).toBe(false);
    expect(none(false, [heard(1), said(2, { deleted_at: START })])).toBe(true);
  });
  it('says when pages that are not loaded may hold more', () => {
    const page = { hasOlder: true, messages: [said(8)] };
    const at = (theirs: number) =>
      unseenAnswers({ ...page, read: { mine: 0, theirs, their_received: theirs } });
    expect(at(3)).toMatchObject({ count: 1, more: true });
    expect(at(7)).toMatchObject({ count: 1, more: false });
    expect(at(8)).toMatchObject({ count: 0, more: false });
  });
});
