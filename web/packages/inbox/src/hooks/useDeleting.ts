import { useCallback } from 'react';
import { create } from 'zustand';
import { useWords } from '../i18n/words.tsx';
import { toast } from '../ui/toasts.ts';
import { useLine } from './walkie.tsx';

const UNDO_MS = 5000;

/** Messages that are gone from the screen and not yet from the server: there is still an undo. */
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

/** Deletes after a moment in which it can be undone. The bubble returns when the server refuses. */
export function useDelete(): (message: number) => void {
  const { api } = useLine();
  const { t } = useWords();
  return useCallback(
    (message) => {
      mark(message, true);
      const remove = () =>
        api
          .deleteMessage(message)
          .catch(() => toast(t('message.deleteFailed')))
          .finally(() => mark(message, false));
      const timer = setTimeout(remove, UNDO_MS);
      const undo = () => {
        clearTimeout(timer);
        mark(message, false);
      };
      toast(t('message.deleting'), {
        duration: UNDO_MS,
        action: { label: t('message.undo'), onClick: undo },
      });
    },
    [api, t],
  );
}
