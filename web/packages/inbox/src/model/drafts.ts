import { textOf, wellFormed } from '@walkie/client';
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

/** One key for each conversation: a tab that writes one draft leaves the others alone. */
const prefixOf = (owner: number) => `walkie.inbox.draft.${owner}.`;
/** All drafts in one key, as they were kept until 0.2. */
const formerKey = (owner: number) => `walkie.inbox.drafts.${owner}`;

/** When each draft here was written, in the clock's ms: the newest wins. */
const writtenAt = new Map<string, number>();
let listening = false;

/** Drafts belong to one agent: another one who signs in here does not see them. */
export function openDrafts(owner: number, storage: Storage = local): void {
  if (!listening) addEventListener('storage', hearDraft);
  listening = true;
  if (useDrafts.getState().owner === owner) return;
  writtenAt.clear();
  const drafts: Record<string, Draft> = {};
  splitFormer(owner, storage);
  const prefix = prefixOf(owner);
  for (const key of storage.keys(prefix)) {
    const kept = readDraft(storage.get(key));
    if (kept === null) continue;
    drafts[key.slice(prefix.length)] = kept.draft;
    writtenAt.set(key.slice(prefix.length), kept.at);
  }
  useDrafts.setState({ owner, byConversation: drafts });
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
  const { owner } = useDrafts.getState();
  const { mode, reply, note } = { ...draftOf(conversation), ...change };
  const draft = { mode, reply: wellFormed(reply), note: wellFormed(note) };
  const at = Math.max(Date.now(), (writtenAt.get(`${conversation}`) ?? 0) + 1);
  put(`${conversation}`, draft, at);
  if (owner === null) return;
  const key = prefixOf(owner) + conversation;
  if (isEmpty(draft)) storage.remove(key);
  else storage.set(key, JSON.stringify({ ...draft, at }));
}

/** Another tab of this agent wrote a draft, sent it or took it back. */
function hearDraft({ key }: StorageEvent): void {
  const { owner } = useDrafts.getState();
  if (owner === null || key === null || !key.startsWith(prefixOf(owner))) return;
  const conversation = key.slice(prefixOf(owner).length);
  // What the storage has now: the event may be older than what was written here since.
  const text = local.get(key);
  // The mode is this tab's own: a note here stays one, whatever is chosen there.
  const { mode } = draftOf(Number(conversation));
  if (text === null) {
    put(conversation, { ...NO_DRAFT, mode }, Date.now());
    return;
  }
  const heard = readDraft(text);
  if (heard === null || heard.at < (writtenAt.get(conversation) ?? 0)) return;
  put(conversation, { ...heard.draft, mode }, heard.at);
}

function put(conversation: string, draft: Draft, at: number): void {
  writtenAt.set(conversation, at);
  const { [conversation]: _, ...others } = useDrafts.getState().byConversation;
  useDrafts.setState({
    byConversation: isEmpty(draft) ? others : { ...others, [conversation]: draft },
  });
}

const isEmpty = ({ mode, reply, note }: Draft) => reply === '' && note === '' && mode === 'reply';

interface Kept {
  draft: Draft;
  at: number;
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;

function asKept(value: unknown): Kept | null {
  if (!isObject(value)) return null;
  const { mode, reply, note, at } = value;
  const text = (part: unknown) => (typeof part === 'string' ? wellFormed(part) : '');
  const draft = {
    mode: mode === 'note' ? 'note' : 'reply',
    reply: text(reply),
    note: text(note),
  } as const;
  return { draft, at: typeof at === 'number' ? at : 0 };
}

function readDraft(text: string | null): Kept | null {
  try {
    return asKept(JSON.parse(text ?? 'null'));
  } catch {
    // Cut short: as much of the texts as is there.
    const field = (name: string) => textOf(text ?? '', name);
    return asKept({ mode: field('mode'), reply: field('reply'), note: field('note') });
  }
}

function splitFormer(owner: number, storage: Storage): void {
  const text = storage.get(formerKey(owner));
  if (text === null) return;
  try {
    for (const [conversation, draft] of Object.entries(JSON.parse(text))) {
      const key = prefixOf(owner) + conversation;
      const kept = asKept(draft);
      if (kept === null || storage.get(key) !== null) continue;
      storage.set(key, JSON.stringify({ ...kept.draft, at: kept.at }));
    }
  } catch {
    // Not readable as a whole: nothing to split.
  }
  storage.remove(formerKey(owner));
}
