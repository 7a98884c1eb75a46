import { act, cleanup, render, screen } from '@testing-library/preact';
import type { ConversationSnapshot, Health as SdkHealth } from '@walkie/client';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { wordsIn } from '../src/i18n/words.ts';
import { healthOf, lineOf, linesOf } from '../src/session/lines.ts';
import { Banner, healthText, quiet_ms } from '../src/ui/banner.tsx';

const en = wordsIn('en');
const zh = wordsIn('zh-CN');

const pass = (ms: number) =>
  act(() => {
    vi.advanceTimersByTime(ms);
  });

beforeEach(() => vi.useFakeTimers());
afterEach(() => {
  cleanup();
  vi.useRealTimers();
});

describe('the banner', () => {
  const offline = { kind: 'offline', queued: 2 } as const;

  it('says nothing about trouble shorter than a second and a half', () => {
    const { rerender } = render(<Banner words={en} health={offline} />);
    pass(quiet_ms - 1);
    expect(screen.getByRole('status').textContent).toBe('');
    rerender(<Banner words={en} health={{ kind: 'in_sync' }} />);
    pass(quiet_ms * 2);
    expect(screen.getByRole('status').textContent).toBe('');
  });

  it('tells the truth about what lasts, and goes when it is over', () => {
    const { rerender } = render(<Banner words={en} health={offline} />);
    pass(quiet_ms);
    expect(screen.getByRole('status').textContent).toBe(
      'No connection to the chat. 2 messages will be sent later',
    );
    rerender(<Banner words={en} health={{ kind: 'behind', behind: 3 }} />);
    expect(screen.getByRole('status').textContent).toBe('Catching up: 3 messages left');
    rerender(<Banner words={en} health={{ kind: 'in_sync' }} />);
    expect(screen.getByRole('status').textContent).toBe('');
  });

  it('speaks Chinese', () => {
    expect(healthText(zh, offline, true)).toBe('聊天连接已断开，2 条消息将稍后发送');
    expect(healthText(zh, { kind: 'http', queued: 0 }, true)).toBe('网络较慢，消息可能稍有延迟');
  });

  it('tells a visitor without network from a server that is away, also when that changes', () => {
    const network = vi.spyOn(navigator, 'onLine', 'get').mockReturnValue(false);
    const { getByRole } = render(<Banner words={en} health={{ kind: 'offline', queued: 0 }} />);
    pass(quiet_ms);
    expect(getByRole('status').textContent).toBe('You are offline');
    network.mockReturnValue(true);
    act(() => void window.dispatchEvent(new Event('online')));
    expect(getByRole('status').textContent).toBe('No connection to the chat');
    network.mockRestore();
  });
});

const snapshotWith = (health: SdkHealth, messages: ConversationSnapshot['messages'] = []) =>
  ({ id: 1, messages, health }) as unknown as ConversationSnapshot;
const waiting = { client_id: 'c1', content: 'first', at: 0, failed: false };

describe('health', () => {
  const rest = { queued: 1, since: 0 };

  it.each<[SdkHealth, string]>([
    [{ state: 'in_sync', transport: 'websocket', ...rest }, 'in_sync'],
    [{ state: 'in_sync', transport: 'sse', ...rest }, 'http'],
    [{ state: 'in_sync', transport: 'poll', ...rest }, 'http'],
    [{ state: 'behind', count: 2, transport: 'websocket', ...rest }, 'behind'],
    [{ state: 'offline', ...rest }, 'offline'],
    [{ state: 'connecting', ...rest }, 'connecting'],
    [{ state: 'stopped', code: 4504, reason: 'too many', ...rest }, 'offline'],
  ])('%j is %s', (health, kind) => {
    expect(healthOf(snapshotWith(health), [], true).kind).toBe(kind);
  });

  it('says until when the server refuses', () => {
    const states: SdkHealth[] = [
      { state: 'in_sync', transport: 'websocket', ...rest },
      { state: 'connecting', ...rest },
    ];
    for (const status of [408, 429, 500, 503])
      for (const health of states) {
        const refusal = { problem: { status, code: 'slow_down' }, retry_at: 5 };
        const refused = { ...snapshotWith(health), refusal } as ConversationSnapshot;
        expect(healthOf(refused, [], true)).toEqual({ kind: 'refused', until: 5 });
        // Without a line nothing is sent then either.
        const away = { ...refused, health: { state: 'offline', ...rest } } as ConversationSnapshot;
        expect(healthOf(away, [], true).kind).toBe('offline');
      }
  });

  it('counts what waits for a conversation too', () => {
    expect(healthOf(null, [waiting], false)).toEqual({ kind: 'offline', queued: 1 });
    expect(healthOf(null, [waiting], true)).toEqual({ kind: 'in_sync' });
    const offline = snapshotWith({ state: 'offline', ...rest });
    expect(healthOf(offline, [waiting], true)).toEqual({ kind: 'offline', queued: 2 });
  });
});

describe('lines', () => {
  const pending = {
    key: 'c1',
    client_id: 'c1',
    content: 'first',
    note: false,
    created_at: '2026-11-22T19:05:00.123Z',
    mine: true as const,
    state: 'pending' as const,
  };

  it('shows a message that has found its conversation once', () => {
    const snapshot = snapshotWith({ state: 'offline', queued: 1, since: 0 }, [pending]);
    expect(linesOf(snapshot, [waiting]).map((line) => line.key)).toEqual(['c1']);
    expect(linesOf(null, [waiting])[0]?.progress).toBe('pending');
    expect(linesOf(null, [{ ...waiting, failed: true }])[0]?.progress).toBe('failed');
  });

  it('puts what failed before there was a conversation where it was written, not last', () => {
    const said = { ...pending, key: 'c2', client_id: 'c2' };
    const snapshot = snapshotWith({ state: 'offline', queued: 1, since: 0 }, [said]);
    const keys = (at: number, failed: boolean) =>
      linesOf(snapshot, [{ ...waiting, at, failed }]).map((line) => line.key);
    expect(keys(0, true)).toEqual(['c1', 'c2']);
    expect(keys(Date.parse(said.created_at) + 1, true)).toEqual(['c2', 'c1']);
    expect(keys(0, false)).toEqual(['c2', 'c1']);
  });

  it('stays the same object while its message does', () => {
    expect(lineOf(pending)).toBe(lineOf(pending));
    expect(lineOf(pending).progress).toBe('pending');
  });
});
