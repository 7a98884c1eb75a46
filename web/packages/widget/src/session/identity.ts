// Who the visitor is in this browser. Asked once, made only when there is something to say. Only a
// token that this browser kept says so: a cookie may be another page's doing (decision 0084).
import { type Api, ApiError } from '@walkie/client';
import type { Kept, KeptVisitor } from './kept.ts';

export interface IdentityOptions {
  inbox: number;
  kept: Kept;
  /** The loader's copy of the token, for when this origin's own storage is blocked or empty. */
  hostToken: string | null;
  /** What the host page should keep. */
  onToken: (token: string | null) => void;
  api: () => Api;
}

export interface Identity {
  token(): string | null;
  current(): KeptVisitor | null;
  keep(visitor: KeptVisitor | null): void;
  /** Reads again what another tab may have written. */
  reload(): KeptVisitor | null;
  /** The known visitor, or null; throws when the server cannot be asked. */
  find(): Promise<KeptVisitor | null>;
  /** The known visitor, or a new one. */
  become(): Promise<KeptVisitor>;
}

/** The server does not know this credential. */
export const isUnknown = (error: unknown): boolean =>
  error instanceof ApiError && error.problem.status === 401;

export function createIdentity(options: IdentityOptions): Identity {
  const { inbox, kept, onToken, api } = options;
  let visitor = kept.visitor();
  // A token that the host page kept, and that the server has not confirmed yet.
  let trial = visitor ? null : (options.hostToken ?? kept.spareToken());
  let asked = visitor !== null || trial === null;
  let told = options.hostToken;

  const keep = (next: KeptVisitor | null) => {
    visitor = next;
    // An answer about the host's token that comes after this is too late.
    trial = null;
    kept.keepVisitor(next);
    const token = next?.token ?? null;
    if (token !== told) onToken(token);
    told = token;
  };
  if (visitor) keep(visitor);

  const identity: Identity = {
    token: () => visitor?.token ?? trial,
    current: () => visitor,
    keep,
    reload() {
      visitor = kept.visitor();
      return visitor;
    },
    async find() {
      if (asked) return visitor;
      try {
        const me = await api().me();
        const token = me.type === 'visitor' ? trial : null;
        keep(token === null ? null : { token, visitor_id: me.id, conversation_id: null });
      } catch (error) {
        if (!isUnknown(error)) throw error;
        keep(null);
      }
      asked = true;
      return visitor;
    },
    async become() {
      const known = await identity.find();
      if (known) return known;
      const made = await api().createVisitor({ inbox_id: inbox });
      const next = { token: made.token, visitor_id: made.visitor.id, conversation_id: null };
      keep(next);
      return next;
    },
  };
  return identity;
}
