import { useEffect } from 'react';
import { useAlerted } from './useAlerts.ts';
import type { OpenConversation } from './useConversation.ts';

/** What is read in this tab is read in all of them. */
export function useTellRead(open: OpenConversation | null): void {
  const { read } = useAlerted();
  const id = open?.snapshot.id ?? null;
  const seq = open?.snapshot.read.mine ?? 0;
  const loading = open?.snapshot.loading ?? true;
  useEffect(() => {
    if (id !== null && !loading && seq > 0) read(id, seq);
  }, [read, id, loading, seq]);
}
