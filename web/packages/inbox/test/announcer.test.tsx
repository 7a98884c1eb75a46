import { cleanup, render } from '@testing-library/react';
import { afterEach, expect, it } from 'vitest';
import { WordsProvider } from '../src/i18n/words.tsx';
import { Announcer } from '../src/thread/Announcer.tsx';
import { heard, pending, said } from './nouns.ts';

type Views = Parameters<typeof Announcer>[0]['messages'];

afterEach(cleanup);

/** What screen readers are told after each of these states of the thread; `null`: it loads. */
function told(...states: (Views | null)[]): string[] {
  const at = (views: Views | null) => (
    <WordsProvider locale="en">
      <Announcer messages={views ?? []} visitor="林晓雨" loading={views === null} />
    </WordsProvider>
  );
  const { container, rerender } = render(at(null));
  return states.map((views) => {
    rerender(at(views));
    return container.querySelector('[aria-live=polite]')?.textContent ?? 'no region';
  });
}

const from = (name: string) =>
  ({ sender: { type: 'visitor', id: 7, name, avatar_url: null } }) as const;
const one = heard(1, { content: 'hello' });
const two = heard(2, { content: '**bold** and `code`' });
const three = heard(3, { content: 'third' });

it('tells what comes, by whom and without its marks', () => {
  expect(told([one], [one, two])).toEqual(['', 'New message from 林晓雨: bold and code']);
});

it('is silent about what was here when the thread opened, and about older ones', () => {
  expect(told([two], [one, two], [one, two])).toEqual(['', '', '']);
  expect(told(null, [one, two, three])).toEqual(['', '']);
});

it('is silent about what this side wrote', () => {
  const own = said(2, { content: 'mine' });
  expect(told([one], [one, pending('p', 2)], [one, own], [one, own, three])).toEqual([
    '',
    '',
    '',
    'New message from 林晓雨: third',
  ]);
});

it('keeps nothing that was deleted since, and takes over what was edited', () => {
  const gone = heard(2, { content: '', deleted_at: '2026-11-22T10:05:00Z' });
  const edited = heard(2, { content: 'better' });
  expect(told([one], [one, two], [one, gone])).toEqual([
    '',
    'New message from 林晓雨: bold and code',
    '',
  ]);
  expect(told([one], [one, two], [one, edited]).at(-1)).toBe('New message from 林晓雨: better');
});

it('keeps nothing of a thread that was loaded again, and tells notes of colleagues', () => {
  expect(told([one], [one, two], [one]).at(-1)).toBe('');
  const note = heard(2, {
    ...{
      id: 2 ** 52 + 1,
      client_id: 'note',
      channel: 'staff',
      content: 'careful',
      sender_is_agent: true,
    },
    sender: { type: 'agent', id: 2, name: 'Ana', avatar_url: null },
  });
  expect(told([one], [one, note]).at(-1)).toBe('New message from Ana: careful');
  // Notes have ids of their own, far above those of messages: what comes after one is told, too.
  expect(told([one], [one, note], [one, note, three]).at(-1)).toBe(
    'New message from 林晓雨: third',
  );
});

it('calls the visitor what the rest of the page does, whatever stands in the message', () => {
  for (const name of ['', '\u200b', ' ', 'Visitor 7']) {
    expect(told([one], [one, heard(2, { content: 'hi', ...from(name) })]).at(-1)).toBe(
      'New message from 林晓雨: hi',
    );
  }
});
