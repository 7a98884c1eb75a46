import { type Problem, remedyOf } from '@walkie/client';
import { Copy, Pencil, RotateCcw, Trash2, TriangleAlert } from 'lucide-react';
import { useWords } from '../i18n/words.tsx';
import { problemText } from '../model/problems.ts';

interface FailedActionsProps {
  readonly problem: Problem;
  readonly onRetry: () => void;
  readonly onEdit: () => void;
  readonly onCopy: () => void;
  readonly onDiscard: () => void;
}

/** A refused message stays until somebody decides. What cannot help is not offered. */
export function FailedActions({ problem, onRetry, onEdit, onCopy, onDiscard }: FailedActionsProps) {
  const { t } = useWords();
  const help = {
    retry: { act: onRetry, Icon: RotateCcw, name: t('message.retry') },
    edit: { act: onEdit, Icon: Pencil, name: t('message.edit') },
    copy: { act: onCopy, Icon: Copy, name: t('message.copy') },
  }[remedyOf(problem)];
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
      <button type="button" className={button} onClick={help.act}>
        <help.Icon size={13} aria-hidden="true" />
        {help.name}
      </button>
      <button type="button" className={button} onClick={onDiscard}>
        <Trash2 size={13} aria-hidden="true" />
        {t('message.discard')}
      </button>
    </div>
  );
}
