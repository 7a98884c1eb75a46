// What this browser remembers of the visitor, per inbox.
import { objectsIn, textOf } from '@walkie/client';
import type { Keep } from '../bridge/keep.ts';
import { newClientId } from './client_id.ts';

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
  /** The token of a visitor of whom nothing else can be read. */
  spareToken(): string | null;
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

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
};

/** A message whose end is missing is not sent by itself: the visitor looks at it first. */
function damaged(json: string): FirstMessage | null {
  const content = textOf(json, 'content');
  if (!content) return null;
  const client_id = textOf(json, 'client_id', true) || newClientId();
  return { client_id, content, at: Date.now(), failed: true, code: 'damaged', status: 400 };
}

/** One by one: what is wrong with one of them is no reason to lose the others. */
function messagesIn(text: string): FirstMessage[] {
  const list = parsed(text);
  const parts = Array.isArray(list) ? list.map((part) => JSON.stringify(part)) : objectsIn(text);
  return parts.flatMap((part) => {
    const message = parsed(part);
    return isFirst(message) ? message : (damaged(part) ?? []);
  });
}

export function keptIn(keep: Keep, inbox: number): Kept {
  const key = (name: string) => `walkie:${inbox}:${name}`;
  const write = (name: string, value: unknown) =>
    keep.set(key(name), value === null ? null : JSON.stringify(value));
  return {
    visitorKey: key('visitor'),
    visitor() {
      const value = parsed(keep.get(key('visitor')) ?? 'null');
      return isVisitor(value) ? value : null;
    },
    spareToken: () => textOf(keep.get(key('visitor')) ?? '', 'token', true) || null,
    keepVisitor: (visitor) => write('visitor', visitor),
    first() {
      const text = keep.get(key('first')) ?? '';
      const messages = messagesIn(text);
      // Nothing in it can be read by a program; perhaps by a person.
      if (text !== '' && messages.length === 0) keep.set(key('unreadable'), text);
      return messages;
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
