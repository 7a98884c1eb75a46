// HTTP in the place of the WebSocket (H5a): per log one SSE stream, or a long-poll where a proxy holds
// the stream back. The cursor is the same, so that changing transport loses and repeats nothing.

import { BAD_CREDENTIAL, LOST } from './codes.ts';
import type { Environment } from './environment.ts';
import type { ApiError, Query, Request } from './request.ts';
import type { Link, LinkEvents } from './socket.ts';
import type { ClientFrame, EventPage, Me, Ready, Seq, ServerFrame } from './wire.ts';

const FIRST_BYTE_MS = 4000;
const SILENCE_MS = 70_000;
const PAUSE_MS = 500;
const LONG_POLL_S = 25;
const POLL_MS = 40_000;
/** A stream ends by silence, not by age: as long as a timer can be. */
const STREAM_MS = 2 ** 31 - 1;

interface Loop {
  stopped: boolean;
  abort: AbortController;
}

export interface StreamsOptions extends Pick<Environment, 'timers'>, LinkEvents {
  request: Request;
  sse: boolean;
  /** SSE does not get through here. */
  onPoll(): void;
}

export const openStreams = (options: StreamsOptions): Link => {
  const { request, timers, onFrame } = options;
  const loops = new Map<string, Loop>();
  let sse = options.sse;
  let over = false;

  const stop = (key: string) => {
    const loop = loops.get(key);
    if (!loop) return;
    loop.stopped = true;
    loops.delete(key);
    loop.abort.abort();
  };
  const close = () => {
    over = true;
    for (const key of [...loops.keys()]) stop(key);
  };
  const pause = (ms: number) => new Promise<void>((go) => timers.setTimeout(go, ms));

  /** True when only this conversation is at fault, not the connection. */
  const judge = (id: number, error: unknown) => {
    if (over) return;
    const { problem, retryAfter, passes } = error as ApiError;
    if (!problem || problem.status === 401 || passes) {
      close();
      options.onDown(
        problem?.status === 401 ? BAD_CREDENTIAL : LOST,
        problem?.title ?? `${error}`,
        retryAfter,
      );
    } else
      onFrame({ type: 'error', data: { detail: problem.title, ...problem, conversation_id: id } });
  };

  const report = (id: number, page: EventPage, staff: boolean) => {
    for (const event of page.events) onFrame(event);
    const heads = staff ? { staff_head_seq: page.head_seq } : { head_seq: page.head_seq };
    const type = page.reset ? 'reset' : 'synced';
    const data = page.reset ? { ...page, ...(staff && { channel: 'staff' }) } : heads;
    onFrame({ type, conversation_id: id, data } as ServerFrame);
  };

  async function stream(id: number, loop: Loop, path: string, query: Query) {
    let after = query.after as Seq;
    const giveUp = () => loop.abort.abort();
    const poll = () => {
      sse = false;
      giveUp();
      options.onPoll();
    };
    let timer = timers.setTimeout(poll, FIRST_BYTE_MS);
    let heard = false;
    const read = async (answer: Response) => {
      // Somebody between here and the server makes something else of it.
      if (!/event-stream/.test(answer.headers.get('content-type') ?? '')) poll();
      const reader = answer.body?.getReader();
      const decoder = new TextDecoder();
      let buffer = '';
      while (reader && !loop.stopped) {
        const { done, value } = await reader.read();
        timers.clearTimeout(timer);
        if (done) break;
        heard = true;
        timer = timers.setTimeout(giveUp, SILENCE_MS);
        buffer += decoder.decode(value, { stream: true });
        const blocks = buffer.split(/\r?\n\r?\n/);
        buffer = blocks.pop() ?? '';
        for (const block of blocks) {
          const data = block.match(/^data: ?(.*)$/m)?.[1];
          const frame = data && (JSON.parse(data) as ServerFrame);
          if (!frame || loop.stopped) continue;
          if ('seq' in frame) after = Math.max(after, frame.seq);
          // A stream's pong speaks of its own conversation only.
          const own = { ...frame, conversation_id: id } as ServerFrame;
          onFrame(frame.type === 'pong' ? own : frame);
        }
      }
    };
    try {
      const { signal } = loop.abort;
      const headers = { accept: 'text/event-stream' };
      await request('GET', path, { query, signal, headers, read, timeout: STREAM_MS });
    } catch (error) {
      // The plain page before it was answered: what is refused or broken is the stream itself.
      if (!heard || !(error as ApiError).passes) poll();
      throw error;
    } finally {
      timers.clearTimeout(timer);
    }
    return after;
  }

  async function follow(id: number, after?: Seq | null, epoch?: string | null, staff = false) {
    const key = `${id}${staff ? ' staff' : ''}`;
    stop(key);
    if (after === undefined || after === null) return;
    const loop: Loop = { stopped: false, abort: new AbortController() };
    loops.set(key, loop);
    const path = `/conversations/${id}/events`;
    const fixed = { epoch: epoch ?? undefined, channel: staff ? 'staff' : undefined };
    let cursor = after;
    let wait = 0;
    while (!loop.stopped) {
      loop.abort = new AbortController();
      const { signal } = loop.abort;
      try {
        // Each stream begins with a plain page: it says where the head is, and whether to reset.
        const query = { ...fixed, after: cursor, wait: wait || undefined };
        const page = await request<EventPage>('GET', path, { query, signal, timeout: POLL_MS });
        if (loop.stopped) return;
        cursor = page.events.at(-1)?.seq ?? cursor;
        report(id, page, staff);
        if (page.reset) return stop(key);
        wait = sse || cursor < page.head_seq ? 0 : LONG_POLL_S;
        if (!sse || cursor < page.head_seq) continue;
        cursor = await stream(id, loop, path, { ...fixed, after: cursor });
        await pause(PAUSE_MS);
      } catch (error) {
        wait = 0;
        if (loop.stopped) return;
        if (signal.aborted) continue; // a probe, or a stream that said nothing
        stop(key);
        judge(id, error);
      }
    }
  }

  const send = (frame: ClientFrame) => {
    if (frame.type === 'subscribe') {
      const { conversation_id: id, since, staff_since, epoch } = frame;
      void follow(id, since, epoch);
      void follow(id, staff_since, epoch, true);
    } else if (frame.type === 'unsubscribe') {
      stop(`${frame.conversation_id}`);
      stop(`${frame.conversation_id} staff`);
    } else if (frame.type === 'read') {
      // The position is told again after the next resync, should this one be lost.
      const { conversation_id: id, seq } = frame;
      request('POST', `/conversations/${id}/read`, { body: { seq } }).catch(() => {});
    }
  };

  const greet = request<Me>('GET', '/me').then(
    ({ type, id, name }) => {
      // Over HTTP nothing more is known: no limits, no id of a connection.
      if (!over) onFrame({ type: 'ready', data: { me: { type, id, name } } as Ready });
    },
    (error) => judge(0, error),
  );
  void greet;
  return {
    send,
    probe() {
      for (const { abort } of loops.values()) abort.abort();
    },
    close,
  };
};
