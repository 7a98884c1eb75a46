import { clsx } from 'clsx';
import { ArrowDown } from 'lucide-react';
import { useWords } from '../i18n/words.tsx';

/**
 * Back to the newest message; amber and with a number when something arrived meanwhile. It stands below
 * the messages and not over them: the last line in sight can be read.
 */
export function JumpButton({ fresh, onJump }: { fresh: number; onJump: () => void }) {
  const { t } = useWords();
  return (
    <div className="flex shrink-0 justify-center border-t border-line py-1.5">
      <button
        type="button"
        onClick={onJump}
        aria-label={fresh > 0 ? t('thread.unread', { count: fresh }) : t('thread.jumpNone')}
        className={clsx(
          'flex h-8 animate-rise items-center gap-1.5 rounded-full px-3 text-s font-semibold',
          'transition-colors',
          fresh > 0
            ? 'bg-signal text-on-signal'
            : 'border border-line bg-surface text-ink-2 hover:text-ink',
        )}
      >
        <ArrowDown size={15} aria-hidden="true" />
        {fresh > 0 && t('thread.jump', { count: fresh })}
      </button>
    </div>
  );
}
