import { describe, expect, it } from 'vitest';
import { type CreateElement, parse, plain, render, sendable, shown } from '../src/index.ts';

/** Elements as a readable string: only what `render` creates can appear as a tag. */
const show: CreateElement<string> = (tag, props, ...children) => {
  // Where a line may end: no text, so nothing of it is read or copied.
  if (tag === 'wbr') return '';
  const href = props?.['href'] === undefined ? '' : ` ${props['href']}`;
  const name = String(props?.['className'] ?? tag);
  return `<${name}${href}>${children.join('')}</${name}>`;
};
const drawn = (content: string) => render(content, show).join('');

describe('render', () => {
  it('draws the subset', () => {
    expect(drawn('**bold** and *italic* and _too_')).toBe(
      '<strong>bold</strong> and <em>italic</em> and <em>too</em>',
    );
    expect(drawn('`a * b * c` ``a`b``')).toBe('<code>a * b * c</code> <code>a`b</code>');
    expect(drawn('**very *much* so**')).toBe('<strong>very <em>much</em> so</strong>');
    expect(drawn('**very *much***')).toBe('<strong>very <em>much</em></strong>');
    expect(drawn('***both***')).toBe('<strong><em>both</em></strong>');
    expect(drawn('**_both_**, **"a"** (*b*) **Note:** 🎉**Sale**🎉')).toBe(
      '<strong><em>both</em></strong>, <strong>"a"</strong> (<em>b</em>) ' +
        '<strong>Note:</strong> 🎉<strong>Sale</strong>🎉',
    );
  });
  it('keeps lines, empty lines and indentation', () => {
    for (const same of ['one\ntwo\n\nthree', '  two  spaces\n\tand a tab\n\n\n    deep', ' ', '']) {
      expect(drawn(same)).toBe(same);
    }
    expect(drawn('one\r\ntwo\rthree')).toBe('one\ntwo\nthree');
  });
  it('draws lists with what was typed before each line', () => {
    expect(drawn('- a\n- **b**\n3. c\n   * d')).toBe(
      '<said-list><said-item>- a</said-item>\n<said-item>- <strong>b</strong></said-item>\n' +
        '<said-item>3. c</said-item>\n<said-item>   * d</said-item></said-list>',
    );
    expect(drawn('x\n- a\n- b\ny')).toBe(
      'x\n<said-list><said-item>- a</said-item>\n<said-item>- b</said-item></said-list>\ny',
    );
  });
  it('draws code blocks', () => {
    expect(drawn('```\nif (a) {\n}\n```')).toBe('<said-code>if (a) {\n}</said-code>');
    expect(drawn('a\n```js\n  **b**\n```\nc')).toBe(
      'a\n<said-code><said-language>js</said-language>\n  **b**</said-code>\nc',
    );
    expect(drawn('````\n```\nx\n```\n````')).toBe('<said-code>```\nx\n```</said-code>');
    for (const same of ['```', '```\n', '```\n```', '```a b\nc\n```x', '```\nx']) {
      expect(drawn(same)).toBe(same);
    }
  });
});

describe('what only looks like a mark stays as it was typed', () => {
  it.each([
    ['numbers of lists', '2. blue\n4. red'],
    ['dates', '24. Dezember\n26. Dezember'],
    ['one number', '007. Bond'],
    ['a year', '2024. was a good year'],
    ['an option', '3. option'],
    ['a sign alone', '- 5 degrees'],
    [
      'faces',
      '¯\\_(ツ)_/¯ and ^_^ and *_* and (*_*) hi (*_*), -_- ok -_-, (*^_^*), o_O, >_< x >_<',
    ],
    ['faces in pairs', '^_^ hi ^_^'],
    ['masked numbers', '**** **** **** 1234'],
    ['powers', 'x**2 + y**2'],
    ['products', '2*3*4 and a * b * c and 5*x*2'],
    ['measures in Chinese', '长*宽*高'],
    ['names', 'snake_case_name, __init__, _private, $my_var_name'],
    ['globs', 'src/**/*.ts and *.md or *.*'],
    ['pointers', 'char *a, *b; f(*args, **kwargs)'],
    ['comments', '/* one */ /** two */'],
    ['footnotes', 'Price*: 5 €, Size**: L'],
    ['quoted signs', 'use "*" or "*", „_“ and „_“'],
    ['open marks', '**open'],
    ['spaces inside', '* a *, ** b **, _ c _'],
    ['backticks for apostrophes', 'don`t do it, I won`t'],
    ['backticks', '` and `` and ` a `'],
    ['brackets', '[x](y) [1] [a](b c) arr[i](j)'],
    ['a lone star', '* '],
  ])('%s', (_name, text) => {
    expect(drawn(text).replace(/<\/?said-(list|item)>/g, '')).toBe(text);
    expect(shown(text)).toBe(text);
  });
  it('works between Chinese characters', () => {
    expect(drawn('这是**重点**内容')).toBe('这是<strong>重点</strong>内容');
    expect(drawn('这是 *重点* 内容，*重点*！')).toBe('这是 <em>重点</em> 内容，<em>重点</em>！');
  });
});

describe('links', () => {
  const hrefs = (content: string) => [...drawn(content).matchAll(/<a ([^>]*)>/g)].map((a) => a[1]);
  it('may break behind the signs of an address, never inside its scheme', () => {
    const parts = (content: string) => {
      const line: CreateElement<string> = (tag, _props, ...inner) =>
        tag === 'wbr' ? '¦' : inner.join('');
      return render(content, line).join('');
    };
    expect(parts('https://e.org')).toBe('https://e.org');
    expect(parts('https://e.org/a/b?c=d&e#f')).toBe('https://e.org/¦a/¦b?¦c=¦d&¦e#¦f');
    expect(parts('https://e.org//a/?')).toBe('https://e.org//¦a/?');
    expect(parts('mail me@e.org or a/b')).toBe('mail me@e.org or a/b');
    expect(parts('[a/b](https://e.org/a/b)')).not.toContain('¦');
  });
  it('ends before the punctuation of the sentence', () => {
    expect(drawn('(see https://e.org/a_(b).)')).toBe(
      '(see <a https://e.org/a_(b)>https://e.org/a_(b)</a>.)',
    );
    for (const end of [
      '.',
      '...',
      '!?',
      ')',
      ')).',
      ']',
      '}',
      '>',
      '»',
      '›',
      '…',
      '」',
      '』',
      '〉',
      '》',
      '】',
      '）',
      '؟',
      '،',
      '؛',
      '।',
      '॥',
      '۔',
      '։',
      '。',
      '，',
      '、',
      '”',
      '’',
      '“',
      '"',
      "'",
      '—',
      '|',
      '**',
      '_',
      '\u200b',
      '\u200e',
      '\u2060',
      '\ufeff',
      '\u00ad',
      '\u3164',
      '\u2800',
      '\u202e',
      ' ',
      '\u00a0',
      '\u3000',
      '✅',
      '👍🏽',
      '→',
      '™',
      '谢谢',
      'ありがとう',
      '입니다',
      'ครับ',
    ]) {
      expect(drawn(`https://e.org/a${end}`)).toContain('<a https://e.org/a>https://e.org/a</a>');
      expect(hrefs(`https://e.org${end}`)).toEqual(['https://e.org/']);
    }
  });
  it('stands in Chinese text', () => {
    expect(drawn('请看https://example.com谢谢')).toBe(
      '请看<a https://example.com/>https://example.com</a>谢谢',
    );
    for (const word of ['привет', 'شكرا', 'धन्यवाद', 'ευχαριστώ', 'תודה', 'ขอบคุณ']) {
      expect(hrefs(`https://example.com${word}`)).toEqual(['https://example.com/']);
      expect(hrefs(`https://example.com:8080${word}`)).toEqual(['https://example.com:8080/']);
    }
    expect(hrefs('https://bücher.example/ und https://24часа.рф/')).toEqual([
      'https://xn--bcher-kva.example/',
      'https://xn--24-8kca8f8a.xn--p1ai/',
    ]);
    expect(hrefs('见https://example.org/a，谢谢')).toEqual(['https://example.org/a']);
    for (const path of [
      '产品',
      '产品/手机?颜色=红&页=2#评论',
      'wiki/维基百科',
      'wiki/第2章',
      '2024年报.pdf',
      'v2版本/下载',
      'docs-中文_帮助',
      'ウィキ/ページ',
      'ไทย/หน้า',
      '문서/한국어',
      '路径(一)',
      'путь/к/файлу',
      'مسار',
    ]) {
      const address = `https://example.org/${path}`;
      expect(hrefs(address), path).toEqual([new URL(address).href]);
      expect(hrefs(`见${address}，谢谢。`), path).toEqual([new URL(address).href]);
      expect(hrefs(`（${address}）`), path).toEqual([new URL(address).href]);
    }
    expect(hrefs('https://www.例子.com/路径')).toEqual([new URL('https://www.例子.com/路径').href]);
    // Prose that follows without a space: there is no space before it in these languages.
    expect(hrefs('https://example.org/order/123这个链接打不开')).toEqual([
      'https://example.org/order/123',
    ]);
    expect(hrefs('https://de.wikipedia.org/wiki/Köln')).toEqual([
      'https://de.wikipedia.org/wiki/K%C3%B6ln',
    ]);
  });
  it('is two behind a comma, and one inside of another', () => {
    expect(hrefs('https://a.b/,https://c.d/')).toEqual(['https://a.b/', 'https://c.d/']);
    expect(hrefs('https://a.b;https://c.d|https://e.f')).toHaveLength(3);
    expect(hrefs('https://web.org/2020/https://a.b/')).toHaveLength(1);
    expect(hrefs('https://a.b/x,y;z')).toEqual(['https://a.b/x,y;z']);
  });
  it('takes labels, with markup but without links inside, and names the host', () => {
    expect(drawn('[**docs**](https://e.org/)')).toBe(
      '<a https://e.org/><strong>docs</strong><said-host> (e.org)</said-host></a>',
    );
    expect(drawn('[x](https://e.org/Foo_(bar))')).toBe(
      '<a https://e.org/Foo_(bar)>x<said-host> (e.org)</said-host></a>',
    );
    expect(shown('see [docs](https://e.org/x)')).toBe('see docs (e.org)');
  });
  it('shows where a link leads when its text says something else', () => {
    for (const [text, host] of [
      ['[https://bank.example](https://evil.example)', 'evil.example'],
      ['[bank.example](https://evil.example)', 'evil.example'],
      ['https://bank.example@evil.example/', 'evil.example'],
      ['https://аррӏе.com/', 'xn--80ak6aa92e.com'],
      ['http://2130706433/', '127.0.0.1'],
      ['https://bank%2eexample/', 'bank.example'],
      ['https://例子.测试/路径', 'xn--fsqu00a.xn--0zwm56d'],
    ] as const) {
      expect(drawn(text)).toContain(`<said-host> (${host})</said-host>`);
    }
    expect(drawn('https://Bank.Example:443/a')).not.toContain('said-host');
    expect(drawn('[https://e.org/a](https://e.org/b)')).not.toContain('said-host');
  });
  it('has no label with hidden characters', () => {
    for (const hidden of ['\u202e', '\u200b', '\u2066', '\u00ad', '\u{e0041}']) {
      expect(drawn(`[a${hidden}b](https://e.org)`)).not.toContain('<a');
    }
  });
  it('follows only http, https and mailto', () => {
    for (const bad of [
      'javascript:alert(1)',
      'data:text/html,x',
      'JaVaScRiPt:x',
      'vbscript:x',
      '//e.org',
      'file:///x',
    ]) {
      expect(drawn(`[x](${bad})`)).not.toContain('<a');
    }
    expect(drawn('mailto:ana@example.org.')).toBe(
      '<a mailto:ana@example.org>mailto:ana@example.org</a>.',
    );
    for (const bad of ['a@b.c?bcc=x@y.z', 'a@b.c,x@y.z', 'a', 'a@b.c?subject=x']) {
      expect(['', 'mailto:a@b.c']).toContain(hrefs(`mailto:${bad}`).join());
      expect(drawn(`[x](mailto:${bad})`)).not.toContain('<a');
    }
  });
  it('never makes markup out of text', () => {
    expect(drawn('<img src=x onerror=alert(1)> <b>hi</b>')).toBe(
      '<img src=x onerror=alert(1)> <b>hi</b>',
    );
  });
});

describe('direction', () => {
  it('names the overrides instead of obeying them', () => {
    const text = 'photo\u202egpj.exe';
    expect(drawn(text)).toBe('photo<said-control>U+202E</said-control>gpj.exe');
    expect(drawn(`\`${text}\``)).toContain('<said-control>U+202E</said-control>');
    expect(plain(text)).toBe('photoU+202Egpj.exe');
  });
  it('keeps the marks that honest texts have', () => {
    const text = '\u202a+49 30 1\u202c \u200fשלום\u200f 👨‍👩‍👧 می‌خواهم';
    expect(drawn(text)).toBe(text);
  });
});

describe('plain', () => {
  it('is one line without signs, and keeps the numbers', () => {
    expect(plain('The app shows **error 403**\n- a\n- `b`')).toBe(
      'The app shows error 403 - a - b',
    );
    expect(plain('\n3. option\n\nlast  ', ' · ')).toBe('3. option · last');
  });
});

describe('parse', () => {
  it('is done once for a text', () => {
    const text = 'one **text** for bubble, row and announcer';
    expect(parse(text)).toBe(parse(`${text}`));
  });
  it('shows what is longer than a message can be as it is', () => {
    const long = '**a** '.repeat(3000);
    expect(shown(long)).toBe(long);
  });
});

describe('sendable', () => {
  it('keeps the indentation of the first line', () => {
    expect(sendable('\n \n  - a\n    - b \n\n')).toBe('  - a\n    - b');
    expect(sendable('a')).toBe('a');
    expect(sendable(' \n\t ')).toBe('');
  });
});
