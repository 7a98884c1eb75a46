// What the visitor writes, until it is sent: kept over reloads, the same in every tab.
import { type Signal, useSignal } from '@preact/signals';
import { wellFormed } from '@walkie/client';
import { isBlank } from '@walkie/client/blank';
import { sendable } from '@walkie/text';
import { useEffect, useMemo } from 'preact/hooks';
import type { Kept } from '../session/kept.ts';
import type { Session } from '../session/session.ts';

export interface Drafting {
  draft: Signal<string>;
  write(written: string): void;
  send(): void;
  /** Puts a text that was not sent before what is being written. */
  takeBack(text: string): void;
}

export function useDraft(session: Session, kept: Kept): Drafting {
  const draft = useSignal(kept.draft());

  useEffect(() => {
    // Another tab wrote, sent or took back: the newest stands in both.
    const hear = ({ key }: StorageEvent) => {
      if (key === kept.draftKey) draft.value = kept.draft();
    };
    addEventListener('storage', hear);
    return () => removeEventListener('storage', hear);
  }, [kept, draft]);

  return useMemo(() => {
    const write = (written: string) => {
      const text = wellFormed(written);
      draft.value = text;
      kept.keepDraft(text);
      session.typing(text);
    };
    return {
      draft,
      write,
      takeBack: (text: string) => write([text, draft.value].filter(Boolean).join('\n')),
      send() {
        const text = sendable(draft.value);
        if (isBlank(text)) return;
        // First the bubble, then the empty field: the text is never nowhere.
        session.send(text);
        draft.value = '';
        kept.keepDraft('');
      },
    };
  }, [session, kept, draft]);
}
