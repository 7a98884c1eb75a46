import { useWords } from '../i18n/words.tsx';

/** Older messages did not come: it is said, and asked for again by hand only. */
export function OlderFailed({ onRetry }: { onRetry: () => void }) {
  const { t } = useWords();
  return (
    <p
      role="status"
      className="flex shrink-0 justify-center gap-2 border-b border-line bg-surface-2 px-3 py-1 text-xs text-ink-2"
    >
      {t('thread.olderFailed')}
      <button
        type="button"
        className="min-h-6 font-semibold text-brand underline"
        onClick={onRetry}
      >
        {t('thread.olderRetry')}
      </button>
    </p>
  );
}
