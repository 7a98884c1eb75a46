// What has a time to live: who is typing there, what this side last said about typing here, and the
// positions that are told a moment later, once for many messages.

import type { Environment } from './environment.ts';
import type { ClientFrame, Person, Typing } from './wire.ts';

const EVERY_MS = 3000;
const MOMENT_MS = 100;

export const ephemerals = (
  { timers, now }: Pick<Environment, 'timers' | 'now'>,
  send: (frame: ClientFrame) => void,
  conversation_id: number,
  changed: () => void,
) => {
  const typing = new Map<string, { what: Typing; timer: unknown }>();
  let list: readonly Typing[] = [];
  let draft: string | undefined;
  let sentAt = Number.NEGATIVE_INFINITY;
  let pause: unknown;
  let moment: unknown;

  const keyOf = ({ type, id }: Person) => type + id;
  const relist = () => {
    list = [...typing.values()].map(({ what }) => what);
    changed();
  };
  const forget = (key: string) => {
    timers.clearTimeout(typing.get(key)?.timer);
    if (typing.delete(key)) relist();
  };
  const hush = () => {
    timers.clearTimeout(pause);
    pause = undefined;
  };
  const say = () => {
    pause = undefined;
    sentAt = now();
    send({ type: 'typing', conversation_id, ...(draft !== undefined && { text: draft }) });
  };

  return {
    typing: () => list,
    heard(what: Typing) {
      const key = keyOf(what.sender);
      timers.clearTimeout(typing.get(key)?.timer);
      const timer = timers.setTimeout(() => forget(key), what.expires_in_ms);
      typing.set(key, { what, timer });
      relist();
    },
    /** Who has spoken types no more. */
    said: (sender: Person) => forget(keyOf(sender)),
    type(text?: string) {
      draft = text;
      if (text === '') hush();
      else pause ??= timers.setTimeout(say, Math.max(0, sentAt + EVERY_MS - now()));
    },
    hush,
    later(act: () => void) {
      moment ??= timers.setTimeout(() => {
        moment = undefined;
        act();
      }, MOMENT_MS);
    },
    stop() {
      hush();
      timers.clearTimeout(moment);
      for (const { timer } of typing.values()) timers.clearTimeout(timer);
    },
  };
};
