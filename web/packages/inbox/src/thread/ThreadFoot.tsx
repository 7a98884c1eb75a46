import type { RefObject } from 'react';
import { Composer } from '../composer/Composer.tsx';
import { MovedPrompt } from '../composer/MovedPrompt.tsx';
import { useComposer } from '../hooks/useComposer.ts';
import type { OpenConversation } from '../hooks/useConversation.ts';

interface ThreadFootProps {
  readonly open: OpenConversation;
  readonly name: string;
  readonly input: RefObject<HTMLTextAreaElement | null>;
}

/** Where the answer is written. Apart from the messages: a key draws this part and nothing else. */
export function ThreadFoot({ open, name, input }: ThreadFootProps) {
  const composer = useComposer(open);
  return (
    <>
      {composer.moved !== null && (
        <MovedPrompt
          came={composer.came}
          written={composer.moved.created_at}
          onSend={composer.sendAnyway}
          onBack={() => {
            composer.takeBack();
            input.current?.focus();
          }}
          onDiscard={() => {
            composer.discard();
            input.current?.focus();
          }}
        />
      )}
      <Composer
        name={name}
        draft={composer.draft}
        resolved={open.snapshot.conversation?.status === 'resolved'}
        limit={open.snapshot.content_bytes}
        input={input}
        onChange={composer.change}
        onSend={composer.send}
      />
    </>
  );
}
