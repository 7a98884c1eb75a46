import { useQuery } from '@tanstack/react-query';
import type { Agent, Inbox } from '@walkie/client';
import { useWalkie } from './walkie.tsx';

const NOBODY: readonly Agent[] = [];
const NONE: readonly Inbox[] = [];

export function useTeam(): { agents: readonly Agent[]; failed: boolean; retry: () => void } {
  const { client } = useWalkie();
  const query = useQuery({ queryKey: ['agents'], queryFn: () => client.api.agents() });
  return {
    agents: query.data?.items ?? NOBODY,
    failed: query.isError,
    retry: () => void query.refetch(),
  };
}

export function useInboxes(): readonly Inbox[] {
  const { client } = useWalkie();
  return (
    useQuery({ queryKey: ['inboxes'], queryFn: () => client.api.inboxes() }).data?.items ?? NONE
  );
}
