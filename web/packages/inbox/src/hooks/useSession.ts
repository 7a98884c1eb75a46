import { QueryCache, QueryClient, useQuery, useQueryClient } from '@tanstack/react-query';
import { ApiError, isForeign, type Me } from '@walkie/client';
import { useCallback, useEffect, useSyncExternalStore } from 'react';
import { useLocation, useSearch } from 'wouter';
import { safeNext } from '../model/location.ts';
import { statusOf, useLine, useWalkie } from './walkie.tsx';

const KEY = ['me'] as const;

/** Any answer 401 ends the session for the whole page: the gate then shows the sign-in. */
export function createQueryClient(): QueryClient {
  const queries: QueryClient = new QueryClient({
    queryCache: new QueryCache({
      onError(error, query) {
        if (statusOf(error) === 401 && query.queryKey[0] !== KEY[0]) {
          queries.setQueryData(KEY, null);
        }
      },
    }),
    defaultOptions: {
      queries: {
        staleTime: 60_000,
        retry: (count, error) => statusOf(error) >= 500 && count < 3,
      },
    },
  });
  return queries;
}

export type Session =
  | { readonly state: 'loading' }
  | { readonly state: 'unreachable'; readonly foreign: boolean }
  | { readonly state: 'signedOut' }
  | { readonly state: 'signedIn'; readonly me: Me };

/** Who the cookie says we are. A visitor's cookie of the same origin is not an agent's session. */
export function useSession(): Session {
  const { api } = useLine();
  const query = useQuery<Me | null>({
    queryKey: KEY,
    queryFn: () => api.me().catch((error) => (statusOf(error) === 401 ? null : throws(error))),
    staleTime: Number.POSITIVE_INFINITY,
    refetchInterval: ({ state }) => (state.status === 'error' ? 3000 : false),
  });
  if (query.data) {
    return query.data.type === 'agent'
      ? { state: 'signedIn', me: query.data }
      : { state: 'signedOut' };
  }
  if (query.data === null) return { state: 'signedOut' };
  if (!query.isError) return { state: 'loading' };
  return { state: 'unreachable', foreign: isForeign(query.error) };
}

function throws(error: unknown): never {
  throw error;
}

/** Signs in or sets up, then goes to where the person wanted to be. */
export function useEnter(): (work: () => Promise<unknown>) => Promise<void> {
  const { api } = useLine();
  const queries = useQueryClient();
  const [, navigate] = useLocation();
  const next = new URLSearchParams(useSearch()).get('next');
  return useCallback(
    async (work) => {
      await work();
      // Let in, and nobody at the next request: the browser did not keep the cookie.
      await api.me().catch((error) => {
        if (statusOf(error) !== 401) return;
        throw new ApiError({ title: 'Cookies are blocked', status: 401, code: 'cookies_blocked' });
      });
      queries.clear();
      navigate(safeNext(next), { replace: true });
    },
    [api, queries, navigate, next],
  );
}

/** Ends the session on purpose; the drafts stay for the next time. */
export function useSignOut(): () => Promise<void> {
  const { api } = useLine();
  const queries = useQueryClient();
  return useCallback(async () => {
    await api.signOut().catch(() => undefined);
    queries.clear();
    queries.setQueryData(KEY, null);
    window.location.assign('/agent/sign-in');
  }, [api, queries]);
}

/** The live connection learnt that the session is over (expired, revoked, signed out elsewhere). */
export function useSessionGuard(): void {
  const { client, inbox } = useWalkie();
  const queries = useQueryClient();
  const connection = useSyncExternalStore(
    client.connection.subscribe,
    client.connection.getSnapshot,
  );
  const list = useSyncExternalStore(inbox.subscribe, inbox.getSnapshot);
  const stopped = connection.state === 'stopped' && OVER.has(connection.code);
  const refused = list.problem?.status === 401;
  useEffect(() => {
    if (stopped || refused) queries.setQueryData(KEY, null);
  }, [stopped, refused, queries]);
}

/** 4501: removed from the team in the middle of the work. */
const OVER = new Set([401, 4004, 4500, 4501, 4506]);
