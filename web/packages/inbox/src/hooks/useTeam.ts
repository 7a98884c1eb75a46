import { useQuery } from '@tanstack/react-query';
import type { Agent, Inbox } from '@walkie/client';
import { useLine } from './walkie.tsx';

const NOBODY: readonly Agent[] = [];
const NONE: readonly Inbox[] = [];

export function useTeam(): { agents: readonly Agent[]; failed: boolean; retry: () => void } {
  const { api } = useLine();
  const query = useQuery({ queryKey: ['agents'], queryFn: () => api.agents() });
  return {
    agents: query.data?.items ?? NOBODY,
    failed: query.isError,
    retry: () => void query.refetch(),
  };
}

export function useInboxes(): readonly Inbox[] {
  const { api } = useLine();
  return useQuery({ queryKey: ['inboxes'], queryFn: () => api.inboxes() }).data?.items ?? NONE;
}
