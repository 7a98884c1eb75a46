import { act, cleanup, renderHook } from '@testing-library/react';
import type { ConversationSnapshot, Me } from '@walkie/client';
import type { ReactNode } from 'react';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { useConversation } from '../src/hooks/useConversation.ts';
import { useDelete, useDeleting } from '../src/hooks/useDeleting.ts';
import { PATIENCE_MS, useLasting } from '../src/hooks/useHealth.ts';
import { useShortcuts } from '../src/hooks/useShortcuts.ts';
import { useThreadRows } from '../src/hooks/useThread.ts';
import { type Line, LineProvider, WalkieProvider } from '../src/hooks/walkie.tsx';
import { heard } from './nouns.ts';

const toasts = vi.hoisted(() => ({
  said: [] as { about?: unknown; action?: { onClick(): void } }[],
}));
vi.mock('../src/ui/toasts.ts', () => ({
  toast: (_text: string, options = {}) => toasts.said.push(options),
}));

const ME = { type: 'agent' as const, id: 1, name: 'Mina', inboxes: [] } satisfies Me;

function snapshot(change: Partial<ConversationSnapshot> = {}): ConversationSnapshot {
  return {
    id: 5,
    messages: [],
    activity: [],
    conversation: null,
    loading: false,
    loadingOlder: false,
    hasOlder: false,
    content_bytes: 16_384,
    typing_text_bytes: 0,
    older: 'none',
    newer: 'none',
    refusal: null,
    problem: null,
    typing: [],
    presence: null,
    health: { state: 'in_sync', transport: 'websocket', queued: 0, since: 0 },
    read: { mine: 0, theirs: 0, their_received: 0 },
    last_seq: 0,
    head_seq: 0,
    ...change,
  };
}

/** A client of which a test sees what was opened and closed. */
function fakeLine() {
  const log: string[] = [];
  const store = { getSnapshot: () => ({}), subscribe: () => () => {} };
  const conversation = (id: number) => {
    log.push(`open ${id}`);
    const own = snapshot({ id });
    return {
      id,
      getSnapshot: () => own,
      subscribe: () => () => {},
      close: () => log.push(`close ${id}`),
    };
  };
  const deleteMessage = vi.fn().mockResolvedValue({});
  const editMessage = vi.fn().mockResolvedValue({});
  const client = {
    conversation,
    connection: store,
    close: () => log.push('bye'),
  };
  const line = {
    api: { deleteMessage, editMessage },
    connect: () => ({ client, inbox: { ...store, close: () => {} } }),
  };
  const wrapper = ({ children }: { children: ReactNode }) => (
    <LineProvider line={line as unknown as Line}>
      <WalkieProvider me={ME}>{children}</WalkieProvider>
    </LineProvider>
  );
  return { log, deleteMessage, editMessage, wrapper };
}

afterEach(() => {
  cleanup();
  vi.useRealTimers();
});

describe('useConversation', () => {
  it('has one conversation open, never the last one under the next one’s name', () => {
    const { log, wrapper } = fakeLine();
    const seen: (number | null)[] = [];
    const hook = renderHook(
      ({ id }: { id: number | null }) => {
        const open = useConversation(id);
        seen.push(open === null ? null : open.snapshot.id);
        if (open !== null) expect(open.handle.id).toBe(id);
        return open;
      },
      { wrapper, initialProps: { id: 5 as number | null } },
    );
    hook.rerender({ id: 6 });
    expect(hook.result.current?.snapshot.id).toBe(6);
    hook.rerender({ id: null });
    expect(hook.result.current).toBeNull();
    hook.unmount();
    expect(log).toEqual(['open 5', 'close 5', 'open 6', 'close 6', 'bye']);
  });
});

describe('useThreadRows', () => {
  it('keeps the divider where reading began, whatever is read meanwhile', () => {
    const messages = [heard(1), heard(2), heard(3)];
    const at = (mine: number) => ({
      handle: { id: 5 } as never,
      snapshot: snapshot({ messages, last_seq: 3, read: { mine, theirs: 0, their_received: 0 } }),
    });
    const hook = renderHook((open: ReturnType<typeof at>) => useThreadRows(open, 'Visitor 1'), {
      initialProps: at(1),
    });
    const kinds = () => hook.result.current.map((row) => row.kind);
    const before = kinds();
    expect(before.indexOf('unread')).toBe(before.indexOf('message') + 1);
    hook.rerender(at(3));
    expect(kinds()).toEqual(before);
  });
});

describe('useLasting', () => {
  it('waits 1.5 s before it calls it trouble, and forgives at once', () => {
    vi.useFakeTimers();
    const hook = renderHook(({ bad }) => useLasting(bad), { initialProps: { bad: true } });
    act(() => void vi.advanceTimersByTime(PATIENCE_MS - 1));
    expect(hook.result.current).toBe(false);
    act(() => void vi.advanceTimersByTime(1));
    expect(hook.result.current).toBe(true);
    hook.rerender({ bad: false });
    expect(hook.result.current).toBe(false);
  });
});

describe('useDelete', () => {
  const message = (id: number) => ({ ...heard(id).message, id, content: `text ${id}` });
  const ABOUT = { conversation: 5, name: 'Ana' };

  it('deletes at once, says so when it is true, and brings the text back', async () => {
    const { deleteMessage, editMessage, wrapper } = fakeLine();
    const hook = renderHook(() => useDelete(), { wrapper });
    let answer = (): void => {};
    deleteMessage.mockReturnValueOnce(new Promise<void>((done) => (answer = done)));
    const before = toasts.said.length;
    act(() => hook.result.current(message(41), true, ABOUT));
    expect(deleteMessage).toHaveBeenCalledWith(41);
    expect(useDeleting.getState().ids.has(41)).toBe(true);
    expect(toasts.said.length).toBe(before);
    await act(async () => answer());
    expect(useDeleting.getState().ids.size).toBe(0);
    expect(toasts.said.length).toBe(before + 1);
    expect(toasts.said.at(-1)?.about).toBe(ABOUT);
    act(() => toasts.said.at(-1)?.action?.onClick());
    expect(editMessage).toHaveBeenCalledWith(41, 'text 41');
  });

  it('offers no undo for what somebody else wrote', async () => {
    const { wrapper } = fakeLine();
    const hook = renderHook(() => useDelete(), { wrapper });
    await act(async () => hook.result.current(message(42), false, ABOUT));
    expect(toasts.said.at(-1)?.action).toBeUndefined();
  });

  it('says when it did not work, and the message is back', async () => {
    const { deleteMessage, wrapper } = fakeLine();
    const hook = renderHook(() => useDelete(), { wrapper });
    deleteMessage.mockRejectedValueOnce(new Error('no answer'));
    await act(async () => hook.result.current(message(43), true, ABOUT));
    expect(useDeleting.getState().ids.size).toBe(0);
    expect(toasts.said.at(-1)?.action).toBeUndefined();
  });
});

describe('useShortcuts', () => {
  it('runs the newest command and swallows only the keys it knows', () => {
    const first = vi.fn();
    const second = vi.fn();
    const hook = renderHook(({ next }) => useShortcuts({ next }), {
      initialProps: { next: first },
    });
    hook.rerender({ next: second });
    const press = (code: string) => {
      const event = new KeyboardEvent('keydown', {
        code,
        key: 'x',
        altKey: true,
        cancelable: true,
      });
      // happy-dom says AltGraph whenever Alt is held; no browser does.
      event.getModifierState = () => false;
      window.dispatchEvent(event);
      return event.defaultPrevented;
    };
    expect(press('KeyJ')).toBe(true);
    expect(press('KeyE')).toBe(false);
    expect([first, second].map((one) => one.mock.calls.length)).toEqual([0, 1]);
  });
});
