import { type RefObject, useCallback } from 'react';
import type { OpenConversation } from '../hooks/useConversation.ts';
import type { ThreadActions } from '../hooks/useConversationActions.ts';
import type { Pulse } from '../hooks/useHealth.ts';
import { useWords } from '../i18n/words.tsx';
import { visitorName } from '../model/preview.ts';
import { ToastPlace } from '../ui/ToastPlace.tsx';
import { HealthBanner } from './HealthBanner.tsx';
import { MessageList } from './MessageList.tsx';
import { ThreadFoot } from './ThreadFoot.tsx';
import { ThreadHeader } from './ThreadHeader.tsx';
import { ThreadProblem } from './ThreadProblem.tsx';

interface ThreadPaneProps extends ThreadActions {
  readonly open: OpenConversation;
  readonly pulse: Pulse;
  readonly input: RefObject<HTMLTextAreaElement | null>;
  readonly onBack: () => void;
}

/** One conversation: who it is, what was said, what to say next. */
export function ThreadPane(props: ThreadPaneProps) {
  const { open, pulse, input } = props;
  const { t } = useWords();
  const { conversation, problem, id } = open.snapshot;
  const name = conversation === null ? '' : visitorName(conversation, t);
  const reload = useCallback(() => open.handle.reload(), [open.handle]);
  return (
    <section
      id="thread"
      tabIndex={-1}
      data-homes="#composer;#messages;button"
      aria-label={t('thread.label', { name: name || `#${id}` })}
      className="flex min-h-0 min-w-0 flex-1 flex-col bg-surface outline-none"
    >
      <ThreadHeader {...props} name={name} />
      <HealthBanner pulse={pulse} />
      {problem !== null ? (
        <ThreadProblem problem={problem} onRetry={reload} onBack={props.onBack} />
      ) : (
        <>
          <MessageList open={open} />
          <ToastPlace />
          <ThreadFoot open={open} name={name} input={input} />
        </>
      )}
    </section>
  );
}
