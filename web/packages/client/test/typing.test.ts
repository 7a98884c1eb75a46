// The typing part alone: what leaves, and when what others type goes away again.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { PartOptions } from '../src/parts.ts';
import { createTimer } from '../src/timer.ts';
import { showTyping } from '../src/typing.ts';
import type { ClientFrame, ServerFrame } from '../src/wire.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

function part() {
  const sent: ClientFrame[] = [];
  const timers = { setTimeout, clearTimeout } as unknown as Parameters<typeof createTimer>[0];
  const options = {
    id: 7,
    now: () => Date.now(),
    timer: () => createTimer(timers),
    send: (frame: ClientFrame) => sent.push(frame),
    changed: () => {},
  } as unknown as PartOptions;
  return { sent, typing: showTyping(options) };
}
const typingOf = (id: number, text: string, expires_in_ms: number) =>
  ({
    type: 'typing',
    conversation_id: 7,
    data: { sender: { type: 'visitor', id, name: '' }, text, expires_in_ms },
  }) as unknown as ServerFrame;

describe('typing', () => {
  it('says once, at once, that the text was taken back', () => {
    const { sent, typing } = part();
    typing.type('4111');
    vi.advanceTimersByTime(0);
    typing.type('');
    typing.type('');
    expect(sent).toEqual([
      { type: 'typing', conversation_id: 7, text: '4111' },
      { type: 'typing', conversation_id: 7, stopped: true },
    ]);
  });

  it('says nothing of a text that was never announced', () => {
    const { sent, typing } = part();
    typing.type('4111');
    typing.type('');
    vi.advanceTimersByTime(10_000);
    expect(sent).toEqual([]);
  });

  it('leaves it to the message to end the dots of who has sent it', () => {
    const { sent, typing } = part();
    typing.type('hello');
    vi.advanceTimersByTime(0);
    typing.type('hello, you');
    typing.sent();
    vi.advanceTimersByTime(10_000);
    expect(sent).toHaveLength(1);
  });

  it('shows nobody typing who has stopped', () => {
    const { typing } = part();
    typing.hear(typingOf(1, '4111', 6000));
    typing.hear(typingOf(2, '', 6000));
    typing.hear(typingOf(1, '', 0));
    expect(typing.shown().typing?.map(({ sender }) => sender.id)).toEqual([2]);
    vi.advanceTimersByTime(6000);
    expect(typing.shown().typing).toEqual([]);
  });
});
