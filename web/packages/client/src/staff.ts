// What only staff see of a conversation: the private notes of its second log between the messages,
// and what was changed. An entry of its own: a visitor's page needs none of it.

import type { StaffOptions, StaffPart } from './parts.ts';
import type { Activity, LoggedMessage } from './types.ts';

/** For `createClient({ staff })`. */
export const showNotes = ({ everyone, notes, now }: StaffOptions): StaffPart => {
  const changes = new Map<number, Activity>();
  let activity: readonly Activity[] = [];
  let listed = everyone.shown();
  const put = (seq: number, at: number, change: Activity['change']) => {
    changes.set(seq, { key: `!${seq}`, seq, at, change });
  };
  const relist = () => {
    listed = everyone.shown();
    const shown = [...changes.values()].filter(({ seq }) => everyone.isShown(seq));
    activity = shown.sort((a, b) => a.seq - b.seq);
  };
  /** When the loaded messages begin; '' when all are loaded. Ids of notes have counts of their own. */
  const from = () => (everyone.more() ? (everyone.oldest()?.created_at ?? '') : '');

  return {
    shown() {
      if (listed !== everyone.shown()) relist();
      return { activity };
    },
    hear(frame) {
      // Activity stands between the messages of the public log, so only its events have a place there.
      if (frame.type !== 'conversation_update' || frame.channel) return;
      put(frame.seq, now(), frame.data);
      relist();
    },
    learn(updates, afresh) {
      if (afresh) changes.clear();
      for (const { seq, created_at, data } of updates) put(seq, Date.parse(created_at), data);
      relist();
    },
    merge(messages, beside) {
      // Notes are shown with the messages around them.
      const to = everyone.moreAfter() ? (messages.at(-1)?.created_at ?? '') : '~';
      const shown = beside.filter(({ created_at: at }) => at >= from() && at <= to);
      // By time, and each log in its own order.
      const all: LoggedMessage[] = [];
      for (const message of messages) {
        while (shown[0] && shown[0].created_at < message.created_at)
          all.push(shown.shift() as LoggedMessage);
        all.push(message);
      }
      return [...all, ...shown];
    },
    async fill() {
      const missing = () => notes.more() && from() && (notes.oldest()?.created_at ?? '') > from();
      while (missing() && (await notes.older()));
    },
  };
};
