// @vitest-environment node
import { readdirSync, readFileSync } from 'node:fs';
import type { Phrase } from '@walkie/i18n';
import { describe, expect, it } from 'vitest';
import { en } from '../src/i18n/en.ts';
import { speechOf } from '../src/i18n/words.tsx';
import { zh } from '../src/i18n/zh.ts';
import { pulseText } from '../src/list/HealthLine.tsx';
import { failureOf, isNotThere, problemText } from '../src/model/problems.ts';
import { refusedText } from '../src/thread/HealthBanner.tsx';

const texts = (phrase: Phrase) => (typeof phrase === 'string' ? [phrase] : Object.values(phrase));
const slots = (text: string) => [...text.matchAll(/\{\w+\}/g)].map(String).sort();

describe('the Chinese catalogue', () => {
  /** Names that are the same in every language. */
  const NAMES = /\{\w+\}|Walkie|walkie admin|Cookie|<\/body>|[\d\s\p{P}\p{S}]/gu;

  it.each(Object.entries(zh))('has no English: %s', (_key, phrase) => {
    for (const text of texts(phrase as Phrase)) {
      expect(text.replace(NAMES, '')).not.toMatch(/[A-Za-z]/);
    }
  });
  it('has a space beside digits, as the rest of it', () => {
    const all = Object.values(zh as Record<string, Phrase>)
      .flatMap(texts)
      .join('\n');
    expect(all).not.toMatch(/\p{sc=Han}\d|\d\p{sc=Han}|\p{sc=Han}\{count\}|\{count\}\p{sc=Han}/u);
  });
  it('addresses nobody as 你 or 您: who reads is 我 in labels, and is left out of sentences', () => {
    for (const [key, phrase] of Object.entries(zh))
      expect([key, ...texts(phrase as Phrase)].join()).not.toMatch(/[你您]/);
  });
  it('says in one way that what was written is kept', () => {
    const all = Object.values(zh as Record<string, Phrase>).flatMap(texts);
    const kept = all.filter((text) => /内容(不会丢失|会保留)/.test(text));
    expect(kept.length).toBeGreaterThan(3);
    for (const text of kept) expect(text).toContain('已写的内容');
  });
  it('calls the agent by one word', () => {
    const names = ['message.you', 'activity.you', 'settings.you', 'settings.teamYou'] as const;
    expect(names.map((key) => zh[key])).toEqual(['我', '我', '我', '我']);
  });
});

describe('both catalogues', () => {
  it('fill the same slots', () => {
    for (const [key, phrase] of Object.entries(en as Record<string, Phrase>)) {
      const [english] = texts(phrase).slice(-1);
      const [chinese] = texts((zh as Record<string, Phrase>)[key] as Phrase).slice(-1);
      expect([key, slots(chinese ?? '')]).toEqual([key, slots(english ?? '')]);
    }
  });
  it('have no phrase that no page says', () => {
    const folder = new URL('../src/', import.meta.url);
    const files = readdirSync(folder, { recursive: true }).map(String);
    const pages = files.filter((name) => /\.tsx?$/.test(name) && !name.startsWith('i18n'));
    const source = pages.map((name) => readFileSync(new URL(name, folder), 'utf8')).join('\n');
    // `status.${status}`, and `problem.${code}` of the server's answers.
    const isSaid = (key: string) =>
      source.includes(`'${key}'`) || source.includes(`\`${key.replace(/\.\w+$/, '')}.\${`);
    expect(Object.keys(en).filter((key) => !isSaid(key))).toEqual([]);
  });
  it('say what they should', () => {
    const { t } = speechOf('en');
    const chinese = speechOf('zh-CN').t;
    expect(t('message.moved', { name: 'Ana' })).toBe('Not sent: Ana answered first');
    expect(t('contact.seenBehind', { count: 17, answers: '16+' })).toBe('16+ not read yet');
    expect(chinese('contact.seenBehind', { count: 2, answers: '1' })).toBe('1 条访客未读');
    expect(chinese('palette.goTo', { place: '安装到网站' })).toBe('前往“安装到网站”');
    expect(t('empty.searchText', { count: 50, total: 8572 })).toBe('Searched 50 of 8,572');
    expect(chinese('status.any')).toBe('全部状态');
    expect(chinese('status.snoozed')).toBe('已延后');
    expect(chinese('message.moved', { name: 'Ana' })).toBe('待确认：Ana 已先回复');
    expect(chinese('composer.tooLong', { count: 600 })).toBe('超出约 600 个字');
    expect(chinese('health.http')).toBe('网络较慢，消息可能稍有延迟');
    expect(chinese('moved.title', { name: 'Ana', ago: '4 秒前' })).toBe('Ana 4 秒前已回复');
    const away = { state: 'offline', behind: 0, queued: 1, slow: false } as const;
    expect(pulseText(away, false, t)).toBe('You are offline. 1 message will be sent later');
    expect(pulseText(away, true, t)).toBe(
      'No connection to the server. 1 message will be sent later',
    );
    expect(pulseText({ ...away, queued: 0 }, true, chinese)).toBe('无法连接服务器');
  });
  it('names a server that answers and refuses, and says when what was written is sent', () => {
    const { t } = speechOf('en');
    const chinese = speechOf('zh-CN').t;
    const no = { state: 'refused', behind: 0, queued: 1, slow: false } as const;
    const line = (busy: boolean) => pulseText({ ...no, refused: { busy, until: 9 } }, true, t);
    expect(line(true)).toBe('The server is busy');
    expect(line(false)).toBe('The server answers with errors');
    const said = (busy: boolean, queued: number) => refusedText({ busy, queued }, '10:42', t);
    expect(said(true, 1)).toBe(
      'The server is busy. What you write is kept and will be sent at 10:42.',
    );
    expect(said(true, 0)).toBe('The server is busy. Walkie tries again at 10:42.');
    expect(said(false, 1)).toMatch(/errors\. What you write is kept/);
    expect(said(false, 0)).toBe('The server answers with errors. Walkie tries again at 10:42.');
    expect(refusedText({ busy: true, queued: 1 }, '10:42', chinese)).toBe(
      '服务器繁忙。已写的内容会保留，将于 10:42 发送。',
    );
  });
});

it('a status that could not be set is the one that is named', () => {
  const said = (status: 'open' | 'pending' | 'snoozed' | 'resolved') =>
    (['en', 'zh-CN'] as const).map((locale) =>
      speechOf(locale).t(failureOf({ status }), { why: '' }).trim(),
    );
  expect(said('open')).toEqual(['The conversation was not reopened.', '未能重新打开会话。']);
  expect(said('pending')).toEqual([
    'The conversation was not set to pending.',
    '未能将会话标为待处理。',
  ]);
  expect(said('snoozed')).toEqual(['The conversation was not snoozed.', '未能延后会话。']);
  expect(said('resolved')).toEqual(['The conversation was not resolved.', '未能解决会话。']);
});

describe('what the server refused', () => {
  const folder = new URL('../../../../protocol/examples/', import.meta.url);
  const examples = readdirSync(folder).filter((name) => name.startsWith('problem.'));
  const told = ['en', 'zh-CN'] as const;

  it('is said in the language of the page, never in the server’s words', () => {
    expect(examples.length).toBeGreaterThan(3);
    for (const name of examples) {
      const problem = JSON.parse(readFileSync(new URL(name, folder), 'utf8'));
      for (const locale of told) {
        const text = problemText(problem, speechOf(locale).t);
        expect(text).not.toBe('');
        expect(text).not.toContain(problem.detail ?? problem.title);
      }
      expect(problemText(problem, speechOf('zh-CN').t)).toMatch(/\p{sc=Han}/u);
    }
  });
  it('says of a number that cannot be a conversation what it says of one that is none', () => {
    for (const status of [400, 404, 422]) expect(isNotThere({ status })).toBe(true);
    for (const status of [0, 401, 403, 429, 500, 503]) expect(isNotThere({ status })).toBe(false);
  });
  it.each([
    ['network', 0, 'The server cannot be reached.'],
    ['bad_password', 400, 'The password is too short, too long or too easy to guess.'],
    ['never_heard_of', 403, 'You are not allowed to do this.'],
    ['never_heard_of', 400, 'The server refused it.'],
    ['never_heard_of', 429, 'Too much at once. Try again in a moment.'],
    ['never_heard_of', 503, 'The server is busy. Try again in a moment.'],
    ['toString', 418, 'The server refused it.'],
  ])('%s, %d', (code, status, text) => {
    expect(problemText({ code, status }, speechOf('en').t)).toBe(text);
  });
});
