// The messages that a visitor writes before there is a conversation. The SDK's outbox needs a
// conversation; until one exists, this queue keeps the same promises: a message is stored before the
// first attempt, has one client_id for all attempts, keeps its order, and stays until the log has it.
import { type ReadonlySignal, signal } from '@preact/signals';
import { ApiError, isForeign } from '@walkie/client';
import { newClientId } from './client_id.ts';
import type { FirstMessage, Kept } from './kept.ts';

export interface Refusal {
  code: string;
  /** When it is tried again, in milliseconds of the page's clock. */
  until: number;
}

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
  /** The last answer was not the server's. */
  foreign: ReadonlySignal<boolean>;
  /** The server refused for now; the queue tries again by itself. */
  refusal: ReadonlySignal<Refusal | null>;
  add(content: string): void;
  /** Takes over messages that the outbox could not send, as failed ones. */
  adopt(messages: readonly FirstMessage[]): void;
  retry(client_id: string): void;
  discard(client_id: string): void;
  flush(): Promise<void>;
  clear(): void;
  close(): void;
}

const waits_ms = [1000, 2000, 4000, 8000, 15_000];
const lock = 'walkie:first';

/** Refused for good: the same request would be refused again. */
const isRefused = (error: unknown): error is ApiError =>
  error instanceof ApiError && [400, 403, 404, 409, 413, 422].includes(error.problem.status);

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
  const foreign = signal(false);
  const refusal = signal<Refusal | null>(null);
  let running = false;
  let ended = false;
  let tries = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const set = (next: readonly FirstMessage[]) => {
    messages.value = next;
    kept.keepFirst(next);
  };
  const fail = (client_id: string, { problem }: ApiError) =>
    set(
      messages.value.map((one) =>
        one.client_id === client_id
          ? { ...one, failed: true, code: problem.code, status: problem.status }
          : one,
      ),
    );
  const next = () => messages.value.find((message) => !message.failed);

  const deliver = async (message: FirstMessage, conversation_id: number) => {
    try {
      await post(message, conversation_id);
    } catch (error) {
      if (!isRefused(error)) throw error;
      fail(message.client_id, error);
      return;
    }
    // The conversation opens first, so that the bubble settles without leaving the screen.
    onOpened(conversation_id);
    set(messages.value.filter((one) => one.client_id !== message.client_id));
  };

  const work = async () => {
    let conversation_id: number;
    try {
      conversation_id = await open();
    } catch (error) {
      if (!isRefused(error)) throw error;
      // There is no conversation to write into, so each of them says why.
      for (let message = next(); message; message = next()) fail(message.client_id, error);
      return;
    }
    for (let message = next(); message && !ended; message = next()) {
      await deliver(message, conversation_id);
    }
  };

  const queue: FirstQueue = {
    messages,
    reached,
    foreign,
    refusal,
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
      set(
        messages.value.map((one) => {
          if (one.client_id !== client_id) return one;
          const { code: _, status: __, ...rest } = one;
          return { ...rest, failed: false };
        }),
      );
      void queue.flush();
    },
    discard: (client_id) => set(messages.value.filter((one) => one.client_id !== client_id)),
    async flush() {
      if (running || ended || !next()) return;
      running = true;
      clearTimeout(timer);
      try {
        await exclusively(work);
        reached.value = true;
        refusal.value = null;
        tries = 0;
      } catch (error) {
        if (ended) return;
        onTrouble(error);
        const answer = error instanceof ApiError && error.problem.status > 0 ? error : null;
        const wait = answer?.retryAfter ?? waits_ms[Math.min(tries, waits_ms.length - 1)] ?? 0;
        reached.value = answer !== null;
        foreign.value = isForeign(error);
        refusal.value = answer && { code: answer.problem.code, until: Date.now() + wait };
        tries += 1;
        timer = setTimeout(() => void queue.flush(), wait);
      } finally {
        running = false;
      }
    },
    clear() {
      set([]);
      refusal.value = null;
    },
    close() {
      ended = true;
      clearTimeout(timer);
    },
  };
  return queue;
}
