import {
  type Api,
  ApiError,
  type Client,
  createClient,
  createRequest,
  type InboxStore,
  type Me,
} from '@walkie/client';
import { httpFallback } from '@walkie/client/http';
import { createInbox } from '@walkie/client/inbox';
import { showReceipts } from '@walkie/client/receipts';
import { createApi } from '@walkie/client/rest';
import { showNotes } from '@walkie/client/staff';
import { indexedStorage } from '@walkie/client/storage';
import { shareTabs } from '@walkie/client/tabs';
import { showTyping } from '@walkie/client/typing';
import { createContext, type ReactNode, use, useEffect, useState } from 'react';
import type { Say } from '../i18n/words.tsx';
import { problemText } from '../model/problems.ts';

/** Who is signed in, and the open line to the server. One per sign-in. */
export interface Walkie {
  readonly me: Me;
  readonly client: Client;
  readonly inbox: InboxStore;
}

/** Everything of the outside that a test replaces. */
export interface Line {
  readonly api: Api;
  connect(me: Me): Omit<Walkie, 'me'>;
}

export const browserLine: Line = {
  api: createApi(
    createRequest(
      {
        fetch: (input, init) => fetch(input, init),
        timers: {
          setTimeout: (callback, ms) => window.setTimeout(callback, ms),
          clearTimeout: (handle) => window.clearTimeout(handle as number),
        },
      },
      { baseUrl: '', token: () => null },
    ),
  ),
  connect(me) {
    const client = createClient({
      principal: `${me.type}:${me.id}`,
      http: httpFallback,
      receipts: showReceipts,
      staff: showNotes,
      storage: indexedStorage,
      tabs: shareTabs,
      typing: showTyping,
    });
    return { client, inbox: createInbox(client, me, { status: 'open', assignee: 'me' }) };
  },
};

const LineContext = createContext<Line>(browserLine);
const WalkieContext = createContext<Walkie | null>(null);

export function LineProvider({ line, children }: { line: Line; children: ReactNode }) {
  return <LineContext value={line}>{children}</LineContext>;
}

/** REST, also without a signed-in agent: sign-in, set-up, who am I. */
export function useLine(): Line {
  return use(LineContext);
}

/** Connects for as long as it is mounted; what is below may use `useWalkie`. */
export function WalkieProvider({ me, children }: { me: Me; children: ReactNode }) {
  const line = useLine();
  const [walkie, setWalkie] = useState<Walkie | null>(null);
  useEffect(() => {
    const opened = { me, ...line.connect(me) };
    setWalkie(opened);
    return () => {
      setWalkie(null);
      opened.inbox.close();
      opened.client.close();
    };
  }, [line, me]);
  return walkie && <WalkieContext value={walkie}>{children}</WalkieContext>;
}

export function useWalkie(): Walkie {
  const walkie = use(WalkieContext);
  if (walkie === null) throw new Error('useWalkie needs a WalkieProvider above it');
  return walkie;
}

/** The HTTP status of what went wrong; 0 when no answer came. */
export function statusOf(error: unknown): number {
  return error instanceof ApiError ? error.problem.status : 0;
}

/** Why something failed, in the page's language. */
export function whyOf(error: unknown, t: Say): string {
  const network = { code: 'network', status: 0 };
  return problemText(error instanceof ApiError ? error.problem : network, t);
}
