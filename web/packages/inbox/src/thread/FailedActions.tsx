import type { Problem } from '@walkie/client';
import { RotateCcw, Trash2, TriangleAlert } from 'lucide-react';
import { useWords } from '../i18n/words.tsx';
import { problemText } from '../model/problems.ts';

interface FailedActionsProps {
  readonly problem: Problem;
  readonly onRetry: () => void;
  readonly onDiscard: () => void;
}

/** A refused message stays until somebody decides. */
export function FailedActions({ problem, onRetry, onDiscard }: FailedActionsProps) {
  const { t } = useWords();
  const button = 'flex items-center gap-1 rounded-s px-1.5 py-1 font-semibold hover:bg-danger-soft';
  return (
    <div
      role="alert"
      className="mt-1 flex flex-wrap items-center justify-end gap-1 text-xs text-danger"
    >
      <span className="flex items-center gap-1">
        <TriangleAlert size={13} aria-hidden="true" />
        {t('message.failedWhy', { detail: problemText(problem, t) })}
      </span>
      <button type="button" className={button} onClick={onRetry}>
        <RotateCcw size={13} aria-hidden="true" />
        {t('message.retry')}
      </button>
      <button type="button" className={button} onClick={onDiscard}>
        <Trash2 size={13} aria-hidden="true" />
        {t('message.discard')}
      </button>
    </div>
  );
}
