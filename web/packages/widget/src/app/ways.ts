// What the visitor can do about a message that was not sent.
import { focusWhenThere } from '@walkie/focus';
import { useMemo } from 'preact/hooks';
import type { Session } from '../session/session.ts';
import type { Drafting } from './draft.ts';

export function useWays(session: Session, drafting: Drafting) {
  return useMemo(
    () => ({
      onRetry: (key: string) => session.retry(key),
      onEdit(key: string, text: string) {
        // First into the field, then out of the thread: the text is never nowhere.
        drafting.takeBack(text);
        session.discard(key);
        focusWhenThere('textarea');
      },
      onDiscard: (key: string) => session.discard(key),
    }),
    [session, drafting],
  );
}
