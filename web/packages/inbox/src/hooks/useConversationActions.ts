import type { ChangeConversation, Priority, Status } from '@walkie/client';
import { focusWhenThere } from '@walkie/focus';
import { useState } from 'react';
import { type Say, useWords } from '../i18n/words.tsx';
import { type Mode, writeDraft } from '../model/drafts.ts';
import { prefer, usePreferences } from '../model/preferences.ts';
import { visitorName } from '../model/preview.ts';
import { failureOf } from '../model/problems.ts';
import type { ConversationActions } from '../palette/useActions.tsx';
import { type About, toast } from '../ui/toasts.ts';
import { useAlerted } from './useAlerts.ts';
import type { OpenConversation } from './useConversation.ts';
import { useLine, useWalkie, whyOf } from './walkie.tsx';

export interface ThreadActions extends ConversationActions {
  readonly details: boolean;
  readonly onStatus: (status: Status) => void;
  readonly onAssign: (agent: number | null) => void;
  readonly onPriority: (priority: Priority) => void;
}

/** What buttons, keys and the palette do with the open conversation: one place for all three. */
export function useConversationActions(
  open: OpenConversation | null,
  roomy: boolean,
): ThreadActions {
  const { me } = useWalkie();
  const { api } = useLine();
  const { t } = useWords();
  const { take } = useAlerted();
  const beside = usePreferences((preferences) => preferences.details);
  const [over, setOver] = useState(false);

  // Not in each render: this is outside of the panes, where one bad row must not take the page down.
  const about = () => (open === null ? undefined : aboutOf(open, t));
  const patch = async (change: ChangeConversation) => {
    if (open === null) return false;
    try {
      await api.patchConversation(open.handle.id, change);
      return true;
    } catch (error: unknown) {
      toast(t(failureOf(change), { why: whyOf(error, t) }), { about: about() });
      return false;
    }
  };
  /** Sets it and says so, with a way back. */
  const onStatus = async (status: Status) => {
    const before = open?.snapshot.conversation?.status;
    if (before === undefined || before === status || !(await patch({ status }))) return;
    const undo = () => void patch({ status: before });
    toast(t('thread.statusSet', { status: t(`status.${status}`) }), {
      about: about(),
      action: { label: t('message.undo'), onClick: undo },
    });
  };
  const write = (mode: Mode) => {
    if (open === null) return;
    writeDraft(open.handle.id, { mode });
    focusWhenThere('#composer');
  };
  const onAssign = (agent: number | null) => {
    if (open !== null && agent === me.id) take(open.handle.id);
    void patch({ assignee_id: agent });
  };
  return {
    details: roomy ? beside : over,
    onDetails: () => (roomy ? prefer({ details: !beside }) : setOver(!over)),
    onAssign,
    onPriority: (priority) => void patch({ priority }),
    onTake: () => onAssign(me.id),
    onStatus: (status) => void onStatus(status),
    onResolve: () => {
      const resolved = open?.snapshot.conversation?.status === 'resolved';
      void onStatus(resolved ? 'open' : 'resolved');
    },
    onPending: () => void onStatus('pending'),
    onSnooze: () => void onStatus('snoozed'),
    onReply: () => write('reply'),
    onNote: () => write('note'),
  };
}

function aboutOf({ handle, snapshot: { conversation } }: OpenConversation, t: Say): About {
  const name = conversation === null ? `#${handle.id}` : visitorName(conversation, t);
  return { conversation: handle.id, name };
}
