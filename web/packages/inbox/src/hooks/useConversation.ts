import type { ConversationHandle, ConversationSnapshot } from '@walkie/client';
import { useEffect, useState, useSyncExternalStore } from 'react';
import { useWalkie } from './walkie.tsx';

/** An open conversation: what it looks like now, and what one may do with it. */
export interface OpenConversation {
  readonly handle: ConversationHandle;
  readonly snapshot: ConversationSnapshot;
}

const silent = () => () => {};
const nothing = () => null;

/** Keeps the selected conversation open; null while nothing is selected or it is being opened. */
export function useConversation(id: number | null): OpenConversation | null {
  const { client } = useWalkie();
  const [handle, setHandle] = useState<ConversationHandle | null>(null);
  useEffect(() => {
    if (id === null) return undefined;
    const opened = client.conversation(id);
    setHandle(opened);
    return () => {
      setHandle(null);
      opened.close();
    };
  }, [client, id]);
  const snapshot = useSyncExternalStore(
    handle?.subscribe ?? silent,
    handle?.getSnapshot ?? nothing,
  );
  return handle !== null && snapshot !== null && handle.id === id ? { handle, snapshot } : null;
}
