import { cleanup, render } from '@testing-library/preact';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { wordsIn } from '../src/i18n/words.ts';
import type { Line } from '../src/thread/line.ts';
import { Thread } from '../src/ui/thread.tsx';

const line = (key: string, text: string, more: Partial<Line> = {}): Line => ({
  key,
  at: 0,
  mine: false,
  speaker: 'agent 1',
  name: 'Ada',
  avatar_url: null,
  text,
  edited: false,
  deleted: false,
  progress: null,
  code: null,
  ...more,
});

beforeEach(() => {
  vi.stubGlobal(
    'ResizeObserver',
    class {
      observe() {}
      disconnect() {}
    },
  );
});
afterEach(cleanup);

/** The region that screen readers are told from, after each of these states of the thread. */
function told(...states: Line[][]): string[] {
  const thread = (lines: Line[]) => (
    <Thread
      words={wordsIn('en')}
      lines={lines}
      complete
      olderFailed={false}
      loadingOlder={false}
      typing={null}
      greeting={null}
      notice={null}
      onOlder={() => {}}
      onRetry={() => {}}
      onDiscard={() => {}}
      onEnd={() => {}}
    />
  );
  const { container, rerender } = render(thread([line('a', 'first')]));
  return states.map((lines) => {
    rerender(thread(lines));
    const region = container.querySelector('[aria-live=polite]');
    return [...(region?.children ?? [])].map((said) => said.textContent).join('|');
  });
}

const a = line('a', 'first');
const b = line('b', '**bold** and `code`');
const c = line('c', 'third');

it('tells what came, without its marks', () => {
  expect(told([a, b])).toEqual(['Ada: bold and code']);
});

it('keeps nothing that was deleted since', () => {
  const gone = { ...b, deleted: true, text: '' };
  expect(told([a, b, c], [a, gone, c])).toEqual(['Ada: bold and code|Ada: third', 'Ada: third']);
});

it('keeps nothing after everything was forgotten', () => {
  expect(told([a, b], [])).toEqual(['Ada: bold and code', '']);
});
