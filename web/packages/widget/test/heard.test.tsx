import { cleanup, render } from '@testing-library/preact';
import { afterEach, expect, it } from 'vitest';
import type { Line } from '../src/thread/line.ts';
import { lineSaid, thread } from './thread.tsx';

const line = (key: string, text: string, more: Partial<Line> = {}) =>
  lineSaid(text, { key, ...more });

afterEach(cleanup);

/** The region that screen readers are told from, after each of these states of the thread. */
function told(...states: Line[][]): string[] {
  const { container, rerender } = render(thread({ lines: [line('a', 'first')] }));
  return states.map((lines) => {
    rerender(thread({ lines }));
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
