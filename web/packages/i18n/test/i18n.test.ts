import { describe, expect, it, vi } from 'vitest';
import {
  type Catalogue,
  formats,
  initial,
  isolated,
  pickLocale,
  type Translation,
  translator,
} from '../src/index.ts';

const en = {
  plain: 'Hello',
  named: 'Hello {name}, {name}!',
  unread: { zero: 'nothing', one: '{count} message', other: '{count} messages' },
} as const satisfies Catalogue;
const zh: Translation<typeof en> = {
  plain: '你好',
  named: '你好 {name}',
  unread: { other: '{count} 条消息' },
};

describe('translator', () => {
  const t = translator<typeof en>('en', en);

  it('fills every slot', () => {
    expect(t('plain')).toBe('Hello');
    expect(t('named', { name: 'Ana' })).toBe('Hello Ana, Ana!');
  });
  it('takes what a person is called literally', () => {
    expect(t('named', { name: '$& {name}' })).toBe('Hello $& {name}, $& {name}!');
  });
  it('chooses the plural of the language', () => {
    expect([0, 1, 2, 1200].map((count) => t('unread', { count }))).toEqual([
      'nothing',
      '1 message',
      '2 messages',
      '1,200 messages',
    ]);
    expect(translator<typeof en>('zh-CN', zh)('unread', { count: 1 })).toBe('1 条消息');
  });
});

describe('pickLocale', () => {
  it('prefers the choice, then the first wish it knows, then English', () => {
    expect(pickLocale('zh-CN', ['en-GB'])).toBe('zh-CN');
    expect(pickLocale(null, ['fr', 'zh-TW', 'en'])).toBe('zh-CN');
    expect(pickLocale('xx', ['de'])).toBe('en');
  });
});

describe('formats', () => {
  const now = new Date(2026, 10, 22, 19, 5);
  const before = (minutes: number) => new Date(now.getTime() - minutes * 60_000);
  const words = formats('en');

  it('shortens with age', () => {
    const ages = [0, 5, 180, 3 * 1440, 30 * 1440, 400 * 1440];
    expect(ages.map((age) => words.short(before(age), now))).toEqual([
      'now',
      '5m',
      '3h',
      'Thu',
      'Oct 23',
      'Oct 18, 2025',
    ]);
  });
  it('names days', () => {
    expect([0, 1440, 3 * 1440].map((age) => words.day(before(age), now))).toEqual([
      'Today',
      'Yesterday',
      'Thursday',
    ]);
    expect(formats('zh-CN').day(before(1440), now)).toBe('昨天');
  });
  it('says how long ago', () => {
    expect(words.ago(new Date(now.getTime() - 4000), now)).toBe('4 seconds ago');
    expect(formats('zh-CN').ago(before(3), now)).toBe('3 分钟前');
  });
  it('never speaks of the future when clocks differ', () => {
    expect(words.short(new Date(now.getTime() + 5000), now)).toBe('now');
  });
});

describe('text of the other direction', () => {
  const t = translator<{ readonly hi: 'Hi {name}: {text}' }>('en', { hi: 'Hi {name}: {text}' });
  const FSI = '\u2068';
  const PDI = '\u2069';
  it('is isolated in a phrase', () => {
    expect(t('hi', { name: 'Ana', text: 'x' })).toBe('Hi Ana: x');
    expect(t('hi', { name: 'مريم', text: '12' })).toBe(`Hi ${FSI}مريم${PDI}: 12`);
    expect(t('hi', { name: 'Ana (דנה)', text: '' })).toBe(`Hi ${FSI}Ana (דנה)${PDI}: `);
    expect(formats('en').list(['Ana', 'דנה'])).toBe(`Ana and ${FSI}דנה${PDI}`);
  });
  it('cannot reach further than its isolate', () => {
    for (const marks of ['\u202e', '\u2067', '\u2069', '\u2069\u2067', '\u202b']) {
      expect(isolated(`a${marks}b`)).toBe(`${FSI}ab${PDI}`);
    }
    expect(isolated(`${FSI}א${PDI}`)).toBe(`${FSI}${FSI}א${PDI}${PDI}`);
  });
});

describe('Chinese', () => {
  const now = new Date(2026, 10, 22, 12);
  const before = (ms: number) => new Date(now.getTime() - ms);
  it('has a space between its characters and Latin letters or digits', () => {
    const t = translator<{ readonly took: '{actor}接手了{what}' }>('zh-CN', {
      took: '{actor}接手了{what}',
    });
    expect(t('took', { actor: 'Ana', what: '会话' })).toBe('Ana 接手了会话');
    expect(t('took', { actor: '我', what: '#7a' })).toBe('我接手了#7a');
    expect(t('took', { actor: '我', what: '7' })).toBe('我接手了 7');
  });
  it('says how long ago as people write it', () => {
    const zh = formats('zh-CN');
    expect(zh.short(before(60_000), now)).toBe('1 分钟前');
    expect(zh.short(before(3 * 3_600_000), now)).toBe('3 小时前');
    expect(zh.ago(before(4000), now)).toBe('4 秒前');
    expect(zh.short(before(4000), now)).toBe('刚刚');
    expect(formats('en').short(before(60_000), now)).toBe('1m');
  });
});

describe('the initial of a name', () => {
  const NAMES: [string, string][] = [
    ['ana', 'A'],
    ['  Bo', 'B'],
    ['\u200e\u2068张伟', '张'],
    ['éva'.normalize('NFD'), 'É'.normalize('NFD')],
    ['👩‍💻 Kim', '👩‍💻'],
    ['👍🏽', '👍🏽'],
    ['❤️ Zoe', '❤️'],
    ['🇧🇷 Rui', '🇧🇷'],
    ['ßeta', 'ß'],
    ['', '·'],
    [' \u200b', '·'],
  ];
  it.each(NAMES)('of %j is %j', (name, first) => expect(initial(name)).toBe(first));
  it.each(NAMES)('of %j is %j, also without a segmenter', (name, first) => {
    vi.stubGlobal('Intl', { ...Intl, Segmenter: undefined });
    expect(initial(name)).toBe(first);
    vi.unstubAllGlobals();
  });
});
