import type { ConversationHandle, Message, MessageView, OutgoingMessage } from '@walkie/client';
import { isBlank } from '@walkie/client/blank';
import { focusWhenThere } from '@walkie/focus';
import { sendable } from '@walkie/text';
import { useCallback } from 'react';
import { type Draft, draftOf, NO_DRAFT, useDrafts, writeDraft } from '../model/drafts.ts';
import { usePreferences } from '../model/preferences.ts';
import { isLogged } from '../model/rows.ts';
import { useAlerted } from './useAlerts.ts';
import type { OpenConversation } from './useConversation.ts';

export type Moved = Extract<OutgoingMessage, { state: 'moved' }>;

export interface ComposerState {
  readonly draft: Draft;
  /** A reply that waits for a decision: a colleague answered first. */
  readonly moved: Moved | null;
  readonly came: Message | null;
  readonly change: (change: Partial<Draft>) => void;
  readonly send: () => void;
  readonly sendAnyway: () => void;
  readonly takeBack: () => void;
  readonly discard: () => void;
}

/** What stands in the composer of a conversation, and how it leaves. */
export function useComposer({ handle, snapshot }: OpenConversation): ComposerState {
  const id = handle.id;
  const { take: onTake } = useAlerted();
  const draft = useDrafts((state) => state.byConversation[id] ?? NO_DRAFT);
  const moved = snapshot.messages.find(isMoved) ?? null;
  const came = moved === null ? null : cameFirst(moved, snapshot.messages);

  const change = useCallback(
    (next: Partial<Draft>) => {
      writeDraft(id, next);
      // Notes are nobody's business until they are written: no signal while typing one.
      if (next.reply !== undefined) handle.setTyping(next.reply === '' ? '' : undefined);
    },
    [id, handle],
  );

  const send = useCallback(() => {
    const { mode, reply, note } = draftOf(id);
    const text = sendable(mode === 'note' ? note : reply);
    if (isBlank(text)) return;
    // The bubble exists when `send` returns; only then may the field be emptied.
    const take = usePreferences.getState().answerTakes;
    if (take) onTake(id);
    handle.send(text, mode === 'note' ? { note: true } : { expectHead: true, take });
    writeDraft(id, mode === 'note' ? { note: '' } : { reply: '' });
  }, [id, handle, onTake]);

  const sendAnyway = useCallback(() => {
    if (moved !== null) handle.retry(moved.client_id);
  }, [handle, moved]);

  const back = useCallback(() => {
    if (moved !== null) takeBack(handle, moved);
  }, [handle, moved]);

  const discard = useCallback(() => {
    if (moved !== null) handle.discard(moved.client_id);
  }, [handle, moved]);

  return { draft, moved, came, change, send, sendAnyway, takeBack: back, discard };
}

/** Puts a text that was not sent before what is being written; a note stays a note. */
export function takeBack(
  handle: ConversationHandle,
  { client_id, content, note }: OutgoingMessage,
) {
  const mode = note ? 'note' : 'reply';
  const written = draftOf(handle.id)[mode];
  writeDraft(handle.id, { mode, [mode]: [content, written].filter(Boolean).join('\n') });
  handle.discard(client_id);
  focusWhenThere('#composer');
}

/** What overtook the reply: as the refusal names it, else the newest answer of somebody else. */
export function cameFirst(moved: Moved, messages: readonly MessageView[]): Message | null {
  const named = moved.problem.messages?.at(-1);
  if (named !== undefined) return named;
  const newest = messages.findLast(
    (view) => isLogged(view) && !view.mine && !view.note && view.message.sender_is_agent,
  );
  return newest !== undefined && isLogged(newest) ? newest.message : null;
}

function isMoved(view: MessageView): view is Moved {
  return !isLogged(view) && view.state === 'moved';
}
