import { clsx } from 'clsx';
import { ArrowDown } from 'lucide-react';
import { useWords } from '../i18n/words.tsx';

/** Back to the newest message; amber and with a number when something arrived meanwhile. */
export function JumpButton({ fresh, onJump }: { fresh: number; onJump: () => void }) {
  const { t } = useWords();
  return (
    <button
      type="button"
      onClick={onJump}
      aria-label={fresh > 0 ? t('thread.unread', { count: fresh }) : t('thread.jumpNone')}
      className={clsx(
        'absolute bottom-3 left-1/2 flex h-8 -translate-x-1/2 animate-rise items-center gap-1.5 rounded-full px-3',
        'text-s font-semibold shadow-float transition-colors',
        fresh > 0
          ? 'bg-signal text-on-signal'
          : 'border border-line bg-surface text-ink-2 hover:text-ink',
      )}
    >
      <ArrowDown size={15} aria-hidden="true" />
      {fresh > 0 && t('thread.jump', { count: fresh })}
    </button>
  );
}
