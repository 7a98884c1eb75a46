import { cleanup, render, screen } from '@testing-library/preact';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { wordsIn } from '../src/i18n/words.ts';
import type { Line, Progress } from '../src/thread/line.ts';
import { rowsOf } from '../src/thread/rows.ts';
import { Bubble } from '../src/ui/bubble.tsx';
import { MessageText } from '../src/ui/text.tsx';
import { lineSaid, thread } from './thread.tsx';

const noon = new Date(2026, 10, 22, 12).getTime();
const line = (key: string, after_s: number, more: Partial<Line> = {}): Line =>
  lineSaid(key, { at: noon + after_s * 1000, ...more });
const mine = (key: string, after_s: number, progress: Progress = 'sent') =>
  line(key, after_s, { mine: true, speaker: 'me', name: '', progress });

afterEach(cleanup);

describe('rows', () => {
  const shape = (lines: Line[], complete = true) =>
    rowsOf(lines, complete).map((row) =>
      row.type !== 'line' ? row.type : `${row.first ? '[' : ''}${row.key}${row.last ? ']' : ''}`,
    );

  it('groups one speaker within a minute', () => {
    const lines = [line('a', 0), line('b', 30), line('c', 100), mine('d', 110), mine('e', 120)];
    expect(shape(lines)).toEqual(['day', '[a', 'b]', '[c]', '[d', 'e]']);
  });

  it('separates days, and groups never cross one', () => {
    const midnight = 12 * 3600;
    expect(shape([line('a', midnight - 10), line('b', midnight + 10)])).toEqual([
      'day',
      '[a]',
      'day',
      '[b]',
    ]);
  });

  it('gives the first row its day only when nothing older exists', () => {
    expect(shape([line('a', 0)], false)).toEqual(['[a]']);
  });

  it('parts what was unread from what had been read, and counts others’ lines only', () => {
    const at = (key: string, seq: number, more: Partial<Line> = {}) =>
      line(key, 0, { seq, ...more });
    const own = { mine: true, speaker: 'me' };
    const lines = [at('a', 3), at('b', 4), at('c', 5, own), at('d', 6), at('e', 9)];
    const parted = (after: number, upTo: number) =>
      rowsOf(lines, true, { after, upTo }).map((row) =>
        row.type === 'unread' ? `${row.count} new` : row.type === 'day' ? 'day' : row.key,
      );
    expect(parted(3, 7)).toEqual(['day', 'a', '2 new', 'b', 'c', 'd', 'e']);
    expect(parted(9, 9)).toEqual(['day', 'a', 'b', 'c', 'd', 'e']);
    // A group does not cross the divider, and what was deleted is not there to be read.
    expect(rowsOf(lines, true, { after: 3, upTo: 7 })).toContainEqual(
      expect.objectContaining({ key: 'a', first: true, last: true }),
    );
    const gone = [at('a', 3, { deleted: true }), at('b', 4)];
    expect(rowsOf(gone, true, { after: 0, upTo: 4 })).toContainEqual(
      expect.objectContaining({ type: 'unread', count: 1 }),
    );
  });

  it('leaves a failed line its own foot inside a group', () => {
    expect(shape([mine('a', 0, 'failed'), mine('b', 5)])).toEqual(['day', '[a]', 'b]']);
  });
});

describe('a thread', () => {
  it('keeps what can be drawn beside a message that cannot', () => {
    const error = vi.spyOn(console, 'error').mockImplementation(() => {});
    render(
      thread({
        lines: [line('before', 0), line('bad', 100, { text: null as never }), line('after', 200)],
      }),
    );
    expect(screen.getByText('before')).toBeTruthy();
    expect(screen.getByText('after')).toBeTruthy();
    expect(screen.getByText('This message could not be shown')).toBeTruthy();
    expect(error).toHaveBeenCalled();
    error.mockRestore();
  });

  it('says that older messages failed to load, and asks again by hand only', () => {
    const onOlder = vi.fn();
    const lines = [line('newest', 0)];
    render(thread({ lines, complete: false, olderFailed: true, onOlder }));
    screen.getByRole('log').dispatchEvent(new Event('scroll'));
    expect(onOlder).not.toHaveBeenCalled();
    screen.getByRole('button', { name: 'Try again' }).click();
    expect(onOlder).toHaveBeenCalledOnce();
  });
});

describe('a bubble', () => {
  const draw = (shown: Line, locale: 'en' | 'zh-CN' = 'en') => {
    const acts = { watch: () => () => {}, onRetry: vi.fn(), onEdit: vi.fn(), onDiscard: vi.fn() };
    render(<Bubble words={wordsIn(locale)} line={shown} first last {...acts} />);
    return acts;
  };

  it.each([
    ['pending', 'Sending'],
    ['sent', 'Sent'],
    ['delivered', 'Delivered'],
    ['seen', 'Seen'],
    ['failed', 'Not sent'],
  ] as const)('says %s in a word and with an icon', (progress, word) => {
    draw(mine('hello', 0, progress));
    const said = screen.getByText(word);
    expect(said.querySelector('svg')).not.toBe(null);
  });

  it('offers the way out of a failure', () => {
    const { onRetry, onDiscard } = draw(mine('hello', 0, 'failed'));
    screen.getByRole('button', { name: 'Try again' }).click();
    expect(onRetry).toHaveBeenCalledWith('hello');
    screen.getByRole('button', { name: 'Remove' }).click();
    expect(onDiscard).toHaveBeenCalledWith('hello');
  });

  it.each([
    ['content_too_long', 'Not sent: too long'],
    ['origin_not_allowed', 'Not sent: this chat does not take messages from here'],
    ['of_a_later_version', 'Not sent: the server refused it'],
  ])('says why: %s', (code, words) => {
    draw({ ...mine('hello', 0, 'failed'), code });
    expect(screen.getByText(words)).toBeTruthy();
  });

  it('names its speaker to screen readers', () => {
    const { container } = render(
      <Bubble
        words={wordsIn('zh-CN')}
        line={mine('x', 0)}
        first
        last
        watch={() => () => {}}
        onRetry={() => {}}
        onEdit={() => {}}
        onDiscard={() => {}}
      />,
    );
    expect(container.querySelector('.bubble')?.textContent).toBe('我: x');
  });

  it('says “edited” in the middle of a run, too', () => {
    render(
      <Bubble
        words={wordsIn('en')}
        line={line('better', 0, { edited: true })}
        first={false}
        last={false}
        watch={() => () => {}}
        onRetry={() => {}}
        onEdit={() => {}}
        onDiscard={() => {}}
      />,
    );
    expect(screen.getByText('edited')).toBeTruthy();
  });

  it('does not show what was deleted', () => {
    draw(line('secret', 0, { deleted: true, text: '' }));
    expect(screen.getByText('This message was deleted')).toBeTruthy();
  });
});

describe('message text', () => {
  const html = (text: string) => {
    const { container } = render(<MessageText text={text} />);
    return container;
  };

  it.each([
    '<img src=x onerror=alert(1)>',
    '<script>alert(1)</script>',
    '**<svg/onload=alert(1)>**',
    '[x](javascript:alert(1))',
    '[x](java\tscript:alert(1))',
    '[x](data:text/html,<script>alert(1)</script>)',
    '[x](vbscript:msgbox)',
    '[<b>x</b>](https://example.org/"onmouseover="alert(1))',
    '`<iframe srcdoc=x>`',
    '- <style>*{display:none}</style>',
  ])('makes nothing dangerous of %s', (text) => {
    const box = html(text);
    expect(box.querySelector('img,script,svg,iframe,style,b')).toBe(null);
    for (const element of box.querySelectorAll('*')) {
      for (const { name } of element.attributes) expect(name).not.toMatch(/^on|style|srcdoc/);
    }
    for (const link of box.querySelectorAll('a')) {
      expect(['http:', 'https:', 'mailto:']).toContain(link.protocol);
    }
  });

  it('opens links elsewhere and tells them nothing', () => {
    const link = html('see https://example.org/a').querySelector('a');
    expect(link?.rel).toBe('noopener noreferrer nofollow');
    expect(link?.target).toBe('_blank');
    expect(link?.getAttribute('href')).toBe('https://example.org/a');
  });
});
