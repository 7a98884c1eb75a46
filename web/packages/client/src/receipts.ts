// How far each side has received and read: tells the server this side's positions, and reads those of
// both sides and the row from the client's table. An entry of its own: a page that shows no "seen", no
// status and nothing unread needs none of it.

import type { PartOptions, ReceiptsPart } from './parts.ts';
import type { Conversation, FrameData, Seq } from './wire.ts';

const MOMENT_MS = 100;
const LATER_MS = 2000;

/** For `createClient({ receipts })`. */
export const showReceipts = (options: PartOptions): ReceiptsPart => {
  const { id, rows, request, send, everyone } = options;
  const release = rows.hold(id);
  const moment = options.timer();
  let told = { read: 0, received: 0 };

  /** Having read counts as having received. */
  const tell = () => {
    const { mine } = rows.read(id);
    const received = Math.max(0, everyone.last());
    const say = (type: 'read' | 'received', seq: Seq) => send({ type, conversation_id: id, seq });
    if (mine > told.read) say('read', mine);
    // Also in the same moment: what came after that was received and not read.
    if (received > Math.max(told.received, mine)) say('received', received);
    told = { read: mine, received: Math.max(received, mine) };
  };
  /** Tells a moment later, once for many messages. */
  const tellSoon = () => {
    if (!moment.due()) moment.set(tell, MOMENT_MS);
  };
  const load = async () => {
    rows.put(await request<Conversation>('GET', `/conversations/${id}`));
  };
  /** What the other side did while nothing was followed was told to nobody: the row has it. */
  const catchUp = () => {
    if (rows.read(id).theirs < everyone.last()) load().catch(() => {});
  };

  /** A position that was refused for now: too busy, too fast. */
  const isForNow = ({ conversation_id, client_id, status }: FrameData<'error'>) =>
    conversation_id === id && !client_id && (status === 429 || status >= 500);
  const again = (ms = LATER_MS) => {
    told = { read: 0, received: 0 };
    moment.set(tell, ms);
  };

  return {
    shown: () => ({ conversation: rows.get(id), read: rows.read(id) }),
    read: () => rows.read(id),
    load,
    hear(frame) {
      if (frame.type === 'conversation_update') rows.update(frame);
      else if (frame.type === 'synced') {
        if ('head_seq' in frame.data) {
          // Tell the positions again: a frame that told them may have been lost.
          told = { read: 0, received: 0 };
          catchUp();
        }
        tellSoon();
      } else if (frame.type === 'error') {
        if (isForNow(frame.data)) again(frame.data.retry_after_ms);
      } else if ('seq' in frame && !everyone.mine(frame.data)) tellSoon();
    },
    mark(seq = everyone.last()) {
      if (rows.mark(id, seq)) tellSoon();
    },
    close() {
      // Who reads and leaves at once has read all the same.
      if (moment.due()) tell();
      moment.stop();
      release();
    },
  };
};
