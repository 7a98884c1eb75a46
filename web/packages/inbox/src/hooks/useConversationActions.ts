import type { Patch } from '@walkie/client/rest';
import { type RefObject, useState } from 'react';
import { useWords } from '../i18n/words.tsx';
import { type Mode, writeDraft } from '../model/drafts.ts';
import { prefer, usePreferences } from '../model/preferences.ts';
import type { ConversationActions } from '../palette/useActions.tsx';
import { toast } from '../ui/toasts.ts';
import { useAlerted } from './useAlerts.ts';
import type { OpenConversation } from './useConversation.ts';
import { useLine, useWalkie, whyOf } from './walkie.tsx';

export interface ThreadActions extends ConversationActions {
  readonly details: boolean;
  readonly onAssign: (agent: number | null) => void;
}

/** What buttons, keys and the palette do with the open conversation: one place for all three. */
export function useConversationActions(
  open: OpenConversation | null,
  input: RefObject<HTMLTextAreaElement | null>,
  roomy: boolean,
): ThreadActions {
  const { me } = useWalkie();
  const { api } = useLine();
  const { t } = useWords();
  const { take } = useAlerted();
  const beside = usePreferences((preferences) => preferences.details);
  const [over, setOver] = useState(false);

  const patch = (change: Patch) => {
    if (open === null) return;
    api
      .patchConversation(open.handle.id, change)
      .catch((error: unknown) => toast(t(failureOf(change), { why: whyOf(error, t) })));
  };
  const write = (mode: Mode) => {
    if (open === null) return;
    writeDraft(open.handle.id, { mode });
    input.current?.focus();
  };
  const onAssign = (agent: number | null) => {
    if (open !== null && agent === me.id) take(open.handle.id);
    patch({ assignee_id: agent });
  };
  return {
    details: roomy ? beside : over,
    onDetails: () => (roomy ? prefer({ details: !beside }) : setOver(!over)),
    onAssign,
    onTake: () => onAssign(me.id),
    onResolve: () => {
      const status = open?.snapshot.conversation?.status;
      if (status !== undefined) patch({ status: status === 'resolved' ? 'open' : 'resolved' });
    },
    onReply: () => write('reply'),
    onNote: () => write('note'),
  };
}

/** Names what did not happen. */
function failureOf({ status }: Patch): 'error.resolve' | 'error.reopen' | 'error.assign' {
  if (status === undefined) return 'error.assign';
  return status === 'resolved' ? 'error.resolve' : 'error.reopen';
}
