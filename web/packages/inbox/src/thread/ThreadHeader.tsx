import { ArrowLeft, PanelRight } from 'lucide-react';
import type { OpenConversation } from '../hooks/useConversation.ts';
import type { ThreadActions } from '../hooks/useConversationActions.ts';
import { useWords } from '../i18n/words.tsx';
import { Avatar } from '../ui/Avatar.tsx';
import { IconButton } from '../ui/IconButton.tsx';
import { AssignMenu } from './AssignMenu.tsx';
import { HeaderMenu } from './HeaderMenu.tsx';
import { Lookers } from './Lookers.tsx';
import { PriorityMenu } from './PriorityMenu.tsx';
import { StatusButton } from './StatusButton.tsx';

interface ThreadHeaderProps extends ThreadActions {
  readonly open: OpenConversation;
  readonly name: string;
  readonly onBack: () => void;
}

/**
 * Who it is, and what one may do with the conversation. It grows narrow beside other panes, not with
 * the window alone: its own width decides what it gives up (`head-…` in app.css).
 */
export function ThreadHeader(props: ThreadHeaderProps) {
  const { open, name, details, onDetails, onBack, onResolve, onStatus, onAssign, onPriority } =
    props;
  const { t } = useWords();
  const { conversation, presence } = open.snapshot;
  return (
    <header className="[container:head/inline-size] flex h-14 shrink-0 items-center gap-1 border-b border-line px-2 wide:gap-2 wide:px-4">
      <IconButton label={t('nav.back')} onClick={onBack} className="wide:hidden">
        <ArrowLeft size={18} />
      </IconButton>
      {name !== '' && (
        <span className="flex head-folded:hidden">
          <Avatar name={name} id={conversation?.visitor_id} size="s" />
        </span>
      )}
      <div className="min-w-0 flex-1 pl-1">
        <h2 className="truncate text-l leading-5 font-semibold">
          <bdi>{name}</bdi>
        </h2>
        <Lookers presence={presence} />
      </div>
      {conversation !== null && (
        <>
          <AssignMenu assignee={conversation.assignee} onAssign={onAssign} />
          <PriorityMenu priority={conversation.priority ?? 'none'} onPriority={onPriority} />
          <StatusButton status={conversation.status} onResolve={onResolve} onStatus={onStatus} />
          <HeaderMenu
            priority={conversation.priority ?? 'none'}
            status={conversation.status}
            details={details}
            onPriority={onPriority}
            onStatus={onStatus}
            onDetails={onDetails}
          />
        </>
      )}
      <IconButton
        label={t(details ? 'thread.hideDetails' : 'thread.showDetails')}
        aria-expanded={details}
        aria-controls="details"
        onClick={onDetails}
        className={conversation === null ? '' : 'head-folded:hidden'}
      >
        <PanelRight size={18} />
      </IconButton>
    </header>
  );
}
