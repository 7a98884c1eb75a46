import type { Conversation } from '@walkie/client';
import { shownName } from '@walkie/client/blank';
import { plain } from '@walkie/text';
import type { Say } from '../i18n/words.tsx';
import type { Draft, Mode } from './drafts.ts';

export interface Preview {
  readonly kind: 'typing' | 'draft' | 'answer' | 'message' | 'none';
  readonly text: string;
}

/** A row's one line: who types now, else what I have not sent yet, else what was said last. */
export function previewOf(
  row: Conversation,
  typing: boolean,
  draft: Draft | undefined,
  t: Say,
): Preview {
  if (typing) return { kind: 'typing', text: t('list.typing') };
  const mode = draft === undefined ? null : shownMode(draft);
  if (draft !== undefined && mode !== null)
    return {
      kind: 'draft',
      text: t(mode === 'note' ? 'list.draftNote' : 'list.draft', { text: inLine(draft[mode]) }),
    };
  if (row.last_message_at === null) return { kind: 'none', text: t('list.noMessage') };
  const said = inLine(row.last_message ?? '') || t('list.deleted');
  return { kind: row.last_message_is_agent ? 'answer' : 'message', text: said };
}

const inLine = (text: string) => plain(text, ' · ');

/** Which of the two texts is named: the one that is being written, else the one that is there. */
function shownMode(draft: Draft): Mode | null {
  const other = draft.mode === 'note' ? 'reply' : 'note';
  return ([draft.mode, other] as const).find((mode) => inLine(draft[mode]) !== '') ?? null;
}

/** Visitors may stay without a name. */
export function visitorName(row: Pick<Conversation, 'visitor' | 'visitor_id'>, t: Say): string {
  return (
    shownName(row.visitor.name) ||
    shownName(row.visitor.email) ||
    t('contact.visitorNumber', { id: String(row.visitor_id) })
  );
}

/** Rows whose visitor or last message contains every word of the query. */
export function matching(rows: readonly Conversation[], query: string, t: Say): Conversation[] {
  const words = query.toLocaleLowerCase().split(/\s+/).filter(Boolean);
  return rows.filter((row) => {
    const text = [
      visitorName(row, t),
      row.visitor.email ?? '',
      row.last_message ?? '',
      `#${row.id}`,
    ]
      .join('\n')
      .toLocaleLowerCase();
    return words.every((word) => text.includes(word));
  });
}

/** 1 … 99, then 99+. The server stops counting at 100. */
export function unreadLabel(unread: number): string {
  return unread > 99 ? '99+' : String(unread);
}
