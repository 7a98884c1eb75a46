import { clsx } from 'clsx';
import { useWords } from '../i18n/words.tsx';

interface TypingBubbleProps {
  readonly name: string;
  readonly text: string;
  readonly staff: boolean;
}

/**
 * Three dots at the side of who types: the visitor at the left, a colleague by name at the right. Staff
 * also sees what is being typed, when the visitor's page sends it.
 */
export function TypingBubble({ name, text, staff }: TypingBubbleProps) {
  const { t } = useWords();
  return (
    <div className={clsx('flex px-4 py-1.5', staff && 'flex-col items-end')}>
      {staff && (
        <p className="mb-1 text-xs font-medium text-ink-2">{t('thread.typing', { name })}</p>
      )}
      <div
        className={clsx(
          'flex max-w-[80%] items-center gap-2 rounded-l px-3.5 py-2.5',
          staff ? 'rounded-br-[4px] bg-me text-on-me' : 'rounded-bl-[4px] bg-them text-on-them',
        )}
      >
        <span className="flex gap-1" aria-hidden="true">
          {[0, 1, 2].map((dot) => (
            <span
              key={dot}
              className="size-1.5 animate-dot rounded-full bg-current opacity-70"
              style={{ animationDelay: `${dot * 160}ms` }}
            />
          ))}
        </span>
        {!staff && <span className="unseen">{t('thread.typing', { name })}</span>}
        {text !== '' && <bdi className="truncate text-m italic opacity-75">{text}</bdi>}
      </div>
    </div>
  );
}
