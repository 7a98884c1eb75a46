import { wellFormed } from '@walkie/client';
import { create } from 'zustand';
import { local, type Storage } from './storage.ts';

export type Mode = 'reply' | 'note';

/** What stands in a conversation's composer and was not sent. */
export interface Draft {
  readonly mode: Mode;
  readonly reply: string;
  readonly note: string;
}

export const NO_DRAFT: Draft = { mode: 'reply', reply: '', note: '' };

interface Drafts {
  readonly owner: number | null;
  readonly byConversation: Readonly<Record<string, Draft>>;
}

export const useDrafts = create<Drafts>(() => ({ owner: null, byConversation: {} }));

const key = (owner: number) => `walkie.inbox.drafts.${owner}`;

/** Drafts belong to one agent: another one who signs in here does not see them. */
export function openDrafts(owner: number, storage: Storage = local): void {
  if (useDrafts.getState().owner === owner) return;
  useDrafts.setState({ owner, byConversation: readDrafts(storage.get(key(owner))) });
}

export function draftOf(conversation: number): Draft {
  return useDrafts.getState().byConversation[conversation] ?? NO_DRAFT;
}

/** Written on every key stroke: a reload or a crash of the tab loses nothing. */
export function writeDraft(
  conversation: number,
  change: Partial<Draft>,
  storage: Storage = local,
): void {
  const { owner, byConversation } = useDrafts.getState();
  const draft = { ...draftOf(conversation), ...change };
  draft.reply = wellFormed(draft.reply);
  draft.note = wellFormed(draft.note);
  const next: Record<string, Draft> = { ...byConversation, [conversation]: draft };
  if (draft.reply === '' && draft.note === '' && draft.mode === 'reply') delete next[conversation];
  useDrafts.setState({ byConversation: next });
  if (owner !== null) storage.set(key(owner), JSON.stringify(next));
}

function readDrafts(text: string | null): Record<string, Draft> {
  const drafts: Record<string, Draft> = {};
  try {
    const kept = JSON.parse(text ?? '{}') as Record<string, Partial<Draft>>;
    for (const [conversation, draft] of Object.entries(kept)) {
      drafts[conversation] = {
        mode: draft.mode === 'note' ? 'note' : 'reply',
        reply: typeof draft.reply === 'string' ? draft.reply : '',
        note: typeof draft.note === 'string' ? draft.note : '',
      };
    }
  } catch {
    return {};
  }
  return drafts;
}
