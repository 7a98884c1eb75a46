// What the visitor wrote before there was a conversation to put it into. The SDK's outbox belongs to
// a conversation; this queue keeps the same promise until one exists: stored before the first
// attempt, one client_id for all attempts, in order, and nothing leaves it but into the log.
import { type ReadonlySignal, signal } from '@preact/signals';
import { ApiError } from '@walkie/client';
import { newClientId } from './client_id.ts';
import type { FirstMessage, Kept } from './kept.ts';

export interface FirstQueueOptions {
  kept: Kept;
  /** Finds or makes the conversation. */
  open: () => Promise<number>;
  post: (message: FirstMessage, conversation_id: number) => Promise<unknown>;
  /** The conversation has something in it now. */
  onOpened: (conversation_id: number) => void;
  /** An attempt failed; it will be repeated. */
  onTrouble: (error: unknown) => void;
}

export interface FirstQueue {
  messages: ReadonlySignal<readonly FirstMessage[]>;
  /** Whether the last attempt reached the server. */
  reached: ReadonlySignal<boolean>;
  add(content: string): void;
  /** Takes over messages that could not be sent elsewhere, each with its way out. */
  adopt(messages: readonly FirstMessage[]): void;
  retry(client_id: string): void;
  flush(): Promise<void>;
  clear(): void;
  close(): void;
}

const waits_ms = [1000, 2000, 4000, 8000, 15_000];
const lock = 'walkie:first';

/** Refused for good: the same text would be refused again. */
const isRefused = (error: unknown): boolean =>
  error instanceof ApiError && [400, 403, 409, 413, 422].includes(error.problem.status);

/**
 * Two tabs must not open two conversations. Locks are missing on plain HTTP and denied in a frame
 * whose storage is blocked: then each tab tries its luck.
 */
async function exclusively(work: () => Promise<void>): Promise<void> {
  let entered = false;
  try {
    await navigator.locks.request(lock, () => {
      entered = true;
      return work();
    });
  } catch (error) {
    if (entered) throw error;
    await work();
  }
}

export function createFirstQueue(options: FirstQueueOptions): FirstQueue {
  const { kept, open, post, onOpened, onTrouble } = options;
  const messages = signal<readonly FirstMessage[]>(kept.first());
  const reached = signal(true);
  let running = false;
  let ended = false;
  let tries = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const set = (next: readonly FirstMessage[]) => {
    messages.value = next;
    kept.keepFirst(next);
  };
  const change = (client_id: string, failed: boolean) =>
    set(messages.value.map((one) => (one.client_id === client_id ? { ...one, failed } : one)));
  const next = () => messages.value.find((message) => !message.failed);

  const deliver = async (message: FirstMessage, conversation_id: number) => {
    try {
      await post(message, conversation_id);
    } catch (error) {
      if (!isRefused(error)) throw error;
      change(message.client_id, true);
      return;
    }
    // The conversation opens first, so that the bubble settles without leaving the screen.
    onOpened(conversation_id);
    set(messages.value.filter((one) => one.client_id !== message.client_id));
  };

  const work = async () => {
    const conversation_id = await open();
    for (let message = next(); message && !ended; message = next()) {
      await deliver(message, conversation_id);
    }
    reached.value = true;
    tries = 0;
  };

  const queue: FirstQueue = {
    messages,
    reached,
    add(content) {
      set([
        ...messages.value,
        { client_id: newClientId(), content, at: Date.now(), failed: false },
      ]);
      void queue.flush();
    },
    adopt(others) {
      if (others.length > 0) set([...messages.value, ...others]);
    },
    retry(client_id) {
      change(client_id, false);
      void queue.flush();
    },
    async flush() {
      if (running || ended || !next()) return;
      running = true;
      clearTimeout(timer);
      try {
        await exclusively(work);
      } catch (error) {
        if (ended) return;
        reached.value = error instanceof ApiError && error.problem.status > 0;
        onTrouble(error);
        const asked = error instanceof ApiError ? error.retryAfter : undefined;
        const wait = asked ?? waits_ms[Math.min(tries, waits_ms.length - 1)];
        tries += 1;
        timer = setTimeout(() => void queue.flush(), wait);
      } finally {
        running = false;
      }
    },
    clear: () => set([]),
    close() {
      ended = true;
      clearTimeout(timer);
    },
  };
  return queue;
}
