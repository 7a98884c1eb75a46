import { useWords } from '../i18n/words.tsx';

/** Three dots; staff also sees what is being typed, when the visitor's page sends it. */
export function TypingBubble({ name, text }: { name: string; text: string }) {
  const { t } = useWords();
  return (
    <div className="flex px-4 py-1.5">
      <div className="flex max-w-[80%] items-center gap-2 rounded-l rounded-bl-[4px] bg-them px-3.5 py-2.5 text-on-them">
        <span className="flex gap-1" aria-hidden="true">
          {[0, 1, 2].map((dot) => (
            <span
              key={dot}
              className="size-1.5 animate-dot rounded-full bg-ink-3"
              style={{ animationDelay: `${dot * 160}ms` }}
            />
          ))}
        </span>
        <span className="unseen">{t('thread.typing', { name })}</span>
        {text !== '' && <bdi className="truncate text-m italic opacity-75">{text}</bdi>}
      </div>
    </div>
  );
}
