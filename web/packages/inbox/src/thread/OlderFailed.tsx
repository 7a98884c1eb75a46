import { useWords } from '../i18n/words.tsx';

/** Older messages did not come: it is said, and asked for again by hand only. */
export function OlderFailed({ onRetry }: { onRetry: () => void }) {
  const { t } = useWords();
  return (
    <p
      role="status"
      className="absolute top-2 left-1/2 z-10 flex -translate-x-1/2 gap-2 rounded-full border border-line bg-surface px-3 py-1 text-xs whitespace-nowrap text-ink-2 shadow-low"
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
