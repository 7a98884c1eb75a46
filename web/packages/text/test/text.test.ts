import { describe, expect, it } from 'vitest';
import { type CreateElement, plain, render } from '../src/index.ts';

/** Elements as a readable string: only what `render` creates can appear as a tag. */
const show: CreateElement<string> = (tag, props, ...children) => {
  const href = props?.['href'] === undefined ? '' : ` ${props['href']}`;
  return `<${tag}${href}>${children.join('')}</${tag}>`;
};
const drawn = (content: string) => render(content, show).join('');

describe('render', () => {
  it('draws the subset', () => {
    expect(drawn('**bold** and *italic* and _too_')).toBe(
      '<p><strong>bold</strong> and <em>italic</em> and <em>too</em></p>',
    );
    expect(drawn('`a * b * c`')).toBe('<p><code>a * b * c</code></p>');
    expect(drawn('**very *much* so**')).toBe('<p><strong>very <em>much</em> so</strong></p>');
  });
  it('keeps lines and paragraphs', () => {
    expect(drawn('one\ntwo\n\nthree')).toBe('<p>one<br></br>two</p><p>three</p>');
  });
  it('draws lists and code blocks', () => {
    expect(drawn('- a\n- **b**\n3. c')).toBe(
      '<ul><li>a</li><li><strong>b</strong></li></ul><ol><li>c</li></ol>',
    );
    expect(drawn('```\nif (a) {\n}\n```')).toBe('<pre><code>if (a) {\n}</code></pre>');
  });
  it('leaves arithmetic, names and open marks alone', () => {
    for (const same of [
      '2*3*4',
      'snake_case_name',
      '**open',
      'a * b',
      '`',
      '```',
      '[x](y)',
      '* ',
    ]) {
      expect(drawn(same)).toBe(`<p>${same}</p>`);
    }
  });
  it('works between Chinese characters', () => {
    expect(drawn('这是*重点*内容')).toBe('<p>这是<em>重点</em>内容</p>');
    expect(drawn('见https://example.org/a，谢谢')).toBe(
      '<p>见<a https://example.org/a>https://example.org/a</a>，谢谢</p>',
    );
  });
});

describe('links', () => {
  it('ends before the punctuation of the sentence', () => {
    expect(drawn('(see https://e.org/a_(b).)')).toBe(
      '<p>(see <a https://e.org/a_(b)>https://e.org/a_(b)</a>.)</p>',
    );
  });
  it('takes labels, with markup but without links inside', () => {
    expect(drawn('[**docs**](https://e.org/)')).toBe(
      '<p><a https://e.org/><strong>docs</strong></a></p>',
    );
    expect(drawn('[https://a.org](https://b.org/)')).toBe(
      '<p><a https://b.org/>https://a.org</a></p>',
    );
  });
  it('follows only http, https and mailto', () => {
    for (const bad of [
      'javascript:alert(1)',
      'data:text/html,x',
      'JaVaScRiPt:x',
      'vbscript:x',
      '//e.org',
    ]) {
      expect(drawn(`[x](${bad})`)).not.toContain('<a');
    }
    expect(drawn('mailto:ana@example.org')).toContain('<a mailto:ana@example.org>');
  });
  it('never makes markup out of text', () => {
    const tags: string[] = [];
    render('<img src=x onerror=alert(1)> <b>hi</b>', (tag, _props, ...children: string[]) => {
      tags.push(tag);
      return children.join('');
    });
    expect(tags).toEqual(['p']);
  });
});

describe('plain', () => {
  it('is one line without signs', () => {
    expect(plain('The app shows **error 403**\n- a\n- `b`')).toBe('The app shows error 403 a, b');
  });
});

describe('hostile content', () => {
  it('is parsed in no time at the size limit', () => {
    const started = performance.now();
    for (const piece of [
      '*',
      '**a ',
      '_',
      '[',
      '`',
      '[a](',
      'https://',
      '*a _b ',
      '```\n',
      '((',
      '- ',
    ]) {
      render(piece.repeat(Math.ceil(16_384 / piece.length)), show);
    }
    expect(performance.now() - started).toBeLessThan(2000);
  });
});
