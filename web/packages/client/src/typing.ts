// Who is typing and who is here: what has a time to live and is in no log. An entry of its own: a
// page that shows neither needs none of it.

import type { PartOptions, TypingPart } from './parts.ts';
import type { Timer } from './timer.ts';
import type { Actor, Presence, Typing } from './wire.ts';

const EVERY_MS = 3000;

/** For `createClient({ typing })`. */
export const showTyping = ({
  now,
  timer,
  id,
  principal,
  send,
  changed,
}: PartOptions): TypingPart => {
  const typists = new Map<string, { what: Typing; end: Timer }>();
  let typing: readonly Typing[] = [];
  let presence: Presence | null = null;
  let draft: string | undefined;
  let said = false;
  let sentAt = Number.NEGATIVE_INFINITY;
  const pause = timer();

  const keyOf = ({ type, id }: Actor) => type + id;
  const relist = () => {
    typing = [...typists.values()].map(({ what }) => what);
    changed();
  };
  const forget = (key: string) => {
    typists.get(key)?.end.stop();
    if (typists.delete(key)) relist();
  };
  const heard = (what: Typing) => {
    const key = keyOf(what.sender);
    // The server sends it to all subscribers, so also to the person who types.
    if (`${what.sender.type}:${what.sender.id}` === principal) return;
    if (what.expires_in_ms === 0) return forget(key);
    const known = typists.get(key);
    const end = known?.end ?? timer();
    end.set(() => forget(key), what.expires_in_ms);
    // The same signal comes again for the inbox, without the text: keep the text.
    const text = what.text ?? known?.what.text;
    typists.set(key, { what: { ...what, ...(text !== undefined && { text }) }, end });
    relist();
  };
  const say = () => {
    said = true;
    sentAt = now();
    send({ type: 'typing', conversation_id: id, ...(draft !== undefined && { text: draft }) });
  };

  return {
    shown: () => ({ typing, presence }),
    hear(frame) {
      if (frame.type === 'typing') heard(frame.data);
      else if (frame.type === 'presence') presence = frame.data;
      // A new message ends the typing of its sender.
      else if (frame.type === 'new_message') forget(keyOf(frame.data.sender));
    },
    type(text) {
      draft = text;
      if (text === '') {
        pause.stop();
        if (said) send({ type: 'typing', conversation_id: id, stopped: true });
        said = false;
      } else if (!pause.due()) pause.set(say, Math.max(0, sentAt + EVERY_MS - now()));
    },
    sent() {
      pause.stop();
      said = false;
    },
    close() {
      pause.stop();
      for (const { end } of typists.values()) end.stop();
    },
  };
};
