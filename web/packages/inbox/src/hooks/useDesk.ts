import { useEffect, useMemo, useRef, useState } from 'react';

/** What the tabs of one agent tell each other. */
export type Word =
  | { readonly type: 'read'; readonly conversation: number; readonly seq: number }
  | { readonly type: 'take'; readonly conversation: number }
  | { readonly type: 'watch'; readonly tab: string; readonly conversation: number | null };

export interface Desk {
  /** To all tabs of this agent, this one included. */
  say(word: Word): void;
  /** This tab rings for all of them. */
  rings(): boolean;
  /** Somebody has this conversation before the eyes, in some tab. */
  watched(conversation: number): boolean;
  /** What this tab shows to somebody who is there. */
  watch(conversation: number | null): void;
}

function openDesk(agent: number, hear: (word: Word) => void) {
  const name = `walkie inbox 1 agent:${agent}`;
  // Not randomUUID: on a page over plain HTTP there is none.
  const tab = crypto.getRandomValues(new Uint32Array(4)).join('-');
  const watching = new Map<string, number>();
  const channel = typeof BroadcastChannel === 'undefined' ? null : new BroadcastChannel(name);
  const give = new AbortController();
  // Without locks nobody can agree: then this tab rings.
  let ringing = navigator.locks === undefined;
  let release = () => {};
  navigator.locks
    ?.request(name, { signal: give.signal }, () => {
      ringing = true;
      return new Promise<void>((done) => {
        release = done;
      });
    })
    .catch(() => {
      ringing = !give.signal.aborted;
    });

  const take = (word: Word) => {
    if (word.type !== 'watch') return hear(word);
    if (word.conversation === null) watching.delete(word.tab);
    else watching.set(word.tab, word.conversation);
  };
  if (channel !== null) {
    channel.onmessage = ({ data }) => {
      if (isWord(data)) take(data);
    };
  }
  const say = (word: Word) => {
    channel?.postMessage(word);
    take(word);
  };
  const watch = (conversation: number | null) => say({ type: 'watch', tab, conversation });
  const leave = () => watch(null);
  window.addEventListener('pagehide', leave);
  const desk: Desk = {
    say,
    watch,
    rings: () => ringing,
    watched: (conversation) => [...watching.values()].includes(conversation),
  };
  return {
    desk,
    close() {
      window.removeEventListener('pagehide', leave);
      leave();
      give.abort();
      release();
      channel?.close();
    },
  };
}

/** Another version of the page may be open beside this one: what it says is checked. */
function isWord(data: unknown): data is Word {
  if (typeof data !== 'object' || data === null) return false;
  const { type, conversation, seq, tab } = data as Record<string, unknown>;
  const id = typeof conversation === 'number';
  if (type === 'read') return id && typeof seq === 'number';
  if (type === 'watch') return typeof tab === 'string' && (id || conversation === null);
  return type === 'take' && id;
}

const NO_DESK: Desk = { say() {}, watch() {}, rings: () => true, watched: () => false };

export function useDesk(agent: number, hear: (word: Word) => void): Desk {
  const latest = useRef(hear);
  useEffect(() => {
    latest.current = hear;
  });
  const [desk, setDesk] = useState<Desk>(NO_DESK);
  useEffect(() => {
    const opened = openDesk(agent, (word) => latest.current(word));
    setDesk(opened.desk);
    return () => {
      setDesk(NO_DESK);
      opened.close();
    };
  }, [agent]);
  return useMemo(() => desk, [desk]);
}
