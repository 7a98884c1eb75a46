// What only staff see of a conversation: the private notes of its second log between the messages,
// and what was changed while it was open. An entry of its own: a visitor's page needs none of it.

import type { StaffOptions, StaffPart } from './parts.ts';
import type { Activity } from './types.ts';

/** For `createClient({ staff })`. */
export const showNotes = ({ everyone, notes, now }: StaffOptions): StaffPart => {
  let activity: readonly Activity[] = [];
  /** Where the loaded messages begin; 0 when all are loaded. */
  const from = () => (everyone.more() ? (everyone.oldest()?.id ?? 0) : 0);

  return {
    shown: () => ({ activity }),
    hear(frame) {
      if (frame.type !== 'conversation_update') return;
      const { seq, data: change } = frame;
      activity = [...activity, { key: `!${seq}`, seq, at: now(), change }];
    },
    merge(messages, beside) {
      // Older notes wait for the messages around them.
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
