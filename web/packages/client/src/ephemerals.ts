// What has a time to live: who is typing there, what this side last said about typing here, and the
// positions that are told a moment later, once for many messages.

import type { Environment } from './environment.ts';
import { createTimer, type Timer } from './timer.ts';
import type { ClientFrame, Person, Typing } from './wire.ts';

const EVERY_MS = 3000;
const MOMENT_MS = 100;

export const ephemerals = (
  { timers, now }: Pick<Environment, 'timers' | 'now'>,
  send: (frame: ClientFrame) => void,
  conversation_id: number,
  changed: () => void,
) => {
  const typing = new Map<string, { what: Typing; timer: Timer }>();
  let list: readonly Typing[] = [];
  let draft: string | undefined;
  let sentAt = Number.NEGATIVE_INFINITY;
  const pause = createTimer(timers);
  const moment = createTimer(timers);

  const keyOf = ({ type, id }: Person) => type + id;
  const relist = () => {
    list = [...typing.values()].map(({ what }) => what);
    changed();
  };
  const forget = (key: string) => {
    typing.get(key)?.timer.stop();
    if (typing.delete(key)) relist();
  };
  const say = () => {
    sentAt = now();
    send({ type: 'typing', conversation_id, ...(draft !== undefined && { text: draft }) });
  };

  return {
    typing: () => list,
    heard(what: Typing) {
      const key = keyOf(what.sender);
      const timer = typing.get(key)?.timer ?? createTimer(timers);
      timer.set(() => forget(key), what.expires_in_ms);
      typing.set(key, { what, timer });
      relist();
    },
    /** Who has spoken types no more. */
    said: (sender: Person) => forget(keyOf(sender)),
    type(text?: string) {
      draft = text;
      if (text === '') pause.stop();
      else if (!pause.due()) pause.set(say, Math.max(0, sentAt + EVERY_MS - now()));
    },
    hush: pause.stop,
    later(act: () => void) {
      if (!moment.due()) moment.set(act, MOMENT_MS);
    },
    stop() {
      pause.stop();
      moment.stop();
      for (const { timer } of typing.values()) timer.stop();
    },
  };
};
