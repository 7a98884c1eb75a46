import type { Message } from '@walkie/client';
import { useCallback } from 'react';
import { create } from 'zustand';
import { useWords } from '../i18n/words.tsx';
import { type About, copyText, toast } from '../ui/toasts.ts';
import { useLine } from './walkie.tsx';

/** How long the undo is offered; the server takes it for a minute. */
const UNDO_MS = 10_000;

/** Messages whose deletion the server has not confirmed yet. */
export const useDeleting = create<{ readonly ids: ReadonlySet<number> }>(() => ({
  ids: new Set(),
}));

function mark(id: number, deleting: boolean): void {
  useDeleting.setState(({ ids }) => {
    const next = new Set(ids);
    if (deleting) next.add(id);
    else next.delete(id);
    return { ids: next };
  });
}

/**
 * Deletes at once and for everybody, and says so when it is true. The server forgets the text; only
 * this page has it for the undo, which its author is offered for a moment.
 */
export function useDelete(): (message: Message, mine: boolean, about: About) => void {
  const { api } = useLine();
  const { t } = useWords();
  return useCallback(
    ({ id, content }, mine, about) => {
      const lost = () =>
        toast(t('message.undoFailed'), {
          about,
          action: {
            label: t('message.copy'),
            onClick: () => void copyText(content, t('message.copied'), t('settings.copyFailed')),
          },
        });
      const undo = () => void api.editMessage(id, content).catch(lost);
      mark(id, true);
      api
        .deleteMessage(id)
        .then(() =>
          toast(
            t('message.deleting'),
            mine
              ? { about, duration: UNDO_MS, action: { label: t('message.undo'), onClick: undo } }
              : { about },
          ),
        )
        .catch(() => toast(t('message.deleteFailed'), { about }))
        .finally(() => mark(id, false));
    },
    [api, t],
  );
}
