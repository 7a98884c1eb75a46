// What only staff see of a conversation: the private notes of its second log between the messages,
// and what was changed. An entry of its own: a visitor's page needs none of it.

import type { StaffOptions, StaffPart } from './parts.ts';
import type { Activity } from './types.ts';

/** For `createClient({ staff })`. */
export const showNotes = ({ everyone, notes, now }: StaffOptions): StaffPart => {
  const changes = new Map<number, Activity>();
  let activity: readonly Activity[] = [];
  const put = (seq: number, at: number, change: Activity['change']) => {
    changes.set(seq, { key: `!${seq}`, seq, at, change });
  };
  const relist = () => {
    activity = [...changes.values()].sort((a, b) => a.seq - b.seq);
  };
  /** Where the loaded messages begin; 0 when all are loaded. */
  const from = () => (everyone.more() ? (everyone.oldest()?.id ?? 0) : 0);

  return {
    shown: () => ({ activity }),
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
      // Older notes are shown when the messages around them are loaded.
      const shown = beside.filter(({ message }) => message.id >= from());
      return [...messages, ...shown].sort(({ message: a }, { message: b }) =>
        a.channel === b.channel ? a.seq - b.seq : a.id - b.id,
      );
    },
    async fill() {
      const missing = () => notes.more() && from() && (notes.oldest()?.id ?? 0) > from();
      while (missing() && (await notes.older()));
    },
  };
};
