import { signal } from '@preact/signals';
import { cleanup, fireEvent, render, screen } from '@testing-library/preact';
import type { ConversationSnapshot } from '@walkie/client';
import { afterEach, expect, it, vi } from 'vitest';
import { App } from '../src/app/app.tsx';
import { keepIn } from '../src/bridge/keep.ts';
import { keptIn } from '../src/session/kept.ts';
import type { Session } from '../src/session/session.ts';
import * as rows from '../src/thread/rows.ts';

vi.mock('../src/thread/rows.ts', async (original) => {
  const real = await original<typeof rows>();
  return { ...real, rowsOf: vi.fn(real.rowsOf) };
});
for (const name of ['ResizeObserver', 'IntersectionObserver']) {
  vi.stubGlobal(
    name,
    class {
      observe() {}
      unobserve() {}
      disconnect() {}
    },
  );
}
afterEach(() => {
  cleanup();
  localStorage.clear();
});

const nothing = () => {};

it('a key draws the composer, and no message again', () => {
  const sender = { type: 'agent', id: 2, name: 'Ada', avatar_url: null };
  const messages = Array.from({ length: 60 }, (_, index) => ({
    ...{ key: `#${index}`, state: 'received', mine: false, content: `text ${index}`, note: false },
    created_at: '2026-11-22T10:00:00.000Z',
    message: { seq: index + 1, sender, created_at: '2026-11-22T10:00:00.000Z' },
  }));
  const snapshot = signal({
    ...{ id: 1, messages, loading: false, loadingOlder: false, hasOlder: false, older: 'none' },
    ...{ newer: 'none' },
    ...{ read: { mine: 60, theirs: 0, their_received: 0 }, last_seq: 60, typing: [] },
    health: { state: 'in_sync', transport: 'websocket', queued: 0, since: 0 },
  } as unknown as ConversationSnapshot);
  const session = {
    ...{ snapshot, state: signal('talking'), first: signal([]), reached: signal(true) },
    ...{ refusal: signal(null), foreign: signal(false), typing: vi.fn() },
    ...{ read: nothing, loadOlder: nothing },
  } as unknown as Session;
  render(
    <App
      session={session}
      kept={keptIn(
        keepIn(() => localStorage),
        1,
      )}
      lang="en"
      sound={{ blip: nothing }}
      open={signal(true)}
      focus={signal(0)}
    />,
  );
  expect(screen.getByText('text 59')).toBeTruthy();
  const drawn = vi.mocked(rows.rowsOf).mock.calls.length;
  const field = screen.getByRole('textbox') as HTMLTextAreaElement;
  for (const value of ['h', 'he', 'hey']) fireEvent.input(field, { target: { value } });
  expect(field.value).toBe('hey');
  expect(session.typing).toHaveBeenLastCalledWith('hey');
  expect(vi.mocked(rows.rowsOf).mock.calls.length).toBe(drawn);
});
