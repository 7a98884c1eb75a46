import type { ServerFrame } from '@walkie/client';
import { useEffect, useState } from 'react';
import { useWalkie } from './walkie.tsx';

const NOBODY: ReadonlySet<number> = new Set();
/** No more conversations than a screen of rows and its margins can show; the oldest word is forgotten. */
const MOST = 200;

/** The conversations whose visitor is typing now, whichever of them is open. */
export function useTypists(): ReadonlySet<number> {
  const { client } = useWalkie();
  const [typists, setTypists] = useState(NOBODY);
  useEffect(() => {
    const ends = new Map<number, ReturnType<typeof setTimeout>>();
    const tell = () => setTypists(new Set(ends.keys()));
    const forget = (id: number) => {
      clearTimeout(ends.get(id));
      if (ends.delete(id)) tell();
    };
    const stop = client.listen(
      (frame: ServerFrame) => {
        if (frame.type === 'inbox') {
          const { id, last_message_is_agent } = frame.data.conversation;
          if (!last_message_is_agent) forget(id);
        }
        if (frame.type !== 'typing' || frame.data.sender.type !== 'visitor') return;
        const { conversation_id: id, data } = frame;
        const known = ends.has(id);
        clearTimeout(ends.get(id));
        ends.delete(id);
        const first = ends.keys().next();
        if (ends.size >= MOST && !first.done) forget(first.value);
        ends.set(
          id,
          setTimeout(() => forget(id), data.expires_in_ms),
        );
        if (!known) tell();
      },
      () => {},
    );
    return () => {
      stop();
      for (const end of ends.values()) clearTimeout(end);
    };
  }, [client]);
  return typists;
}
