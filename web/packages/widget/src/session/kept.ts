// What this browser remembers of the visitor, per inbox.
import type { Keep } from '../bridge/keep.ts';

/** Who the visitor is here, and where they talk. */
export interface KeptVisitor {
  token: string;
  visitor_id: number;
  conversation_id: number | null;
}

/** A message written before there was a conversation to put it into. */
export interface FirstMessage {
  client_id: string;
  content: string;
  at: number;
  failed: boolean;
  /** The server's code for why, when it has failed. */
  code?: string;
  status?: number;
}

export interface Kept {
  visitor(): KeptVisitor | null;
  keepVisitor(visitor: KeptVisitor | null): void;
  first(): FirstMessage[];
  keepFirst(messages: readonly FirstMessage[]): void;
  draft(): string;
  /** The storage key of the draft, to notice what another tab wrote. */
  draftKey: string;
  keepDraft(text: string): void;
  muted(): boolean;
  keepMuted(muted: boolean): void;
  lang(): string | null;
  keepLang(lang: string): void;
  /** The storage key of `visitor`, to notice what another tab changed. */
  visitorKey: string;
}

const isVisitor = (value: unknown): value is KeptVisitor => {
  const visitor = value as KeptVisitor | null;
  return typeof visitor?.token === 'string' && typeof visitor.visitor_id === 'number';
};

const isFirst = (value: unknown): value is FirstMessage => {
  const message = value as FirstMessage | null;
  return typeof message?.client_id === 'string' && typeof message.content === 'string';
};

export function keptIn(keep: Keep, inbox: number): Kept {
  const key = (name: string) => `walkie:${inbox}:${name}`;
  const read = (name: string): unknown => {
    try {
      return JSON.parse(keep.get(key(name)) ?? 'null');
    } catch {
      return null;
    }
  };
  const write = (name: string, value: unknown) =>
    keep.set(key(name), value === null ? null : JSON.stringify(value));
  return {
    visitorKey: key('visitor'),
    visitor() {
      const value = read('visitor');
      return isVisitor(value) ? value : null;
    },
    keepVisitor: (visitor) => write('visitor', visitor),
    first() {
      const value = read('first');
      return Array.isArray(value) ? value.filter(isFirst) : [];
    },
    keepFirst: (messages) => write('first', messages.length > 0 ? messages : null),
    draftKey: key('draft'),
    draft: () => keep.get(key('draft')) ?? '',
    keepDraft: (text) => keep.set(key('draft'), text || null),
    muted: () => keep.get('walkie:muted') === '1',
    keepMuted: (muted) => keep.set('walkie:muted', muted ? '1' : null),
    lang: () => keep.get('walkie:lang'),
    keepLang: (lang) => keep.set('walkie:lang', lang),
  };
}
