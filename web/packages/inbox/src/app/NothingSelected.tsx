import { MessagesSquare } from 'lucide-react';
import { useWords } from '../i18n/words.tsx';
import { keyNames } from '../ui/Kbd.tsx';
import { Notice } from '../ui/Notice.tsx';

/** The thread's place while no conversation is chosen (or it is just being opened: then blank). */
export function NothingSelected({ empty }: { empty: boolean }) {
  const { t } = useWords();
  return (
    <section
      id="thread"
      tabIndex={-1}
      data-homes=""
      aria-label={t('thread.log')}
      className="flex min-w-0 flex-1 bg-surface outline-none"
    >
      {empty && (
        <Notice
          icon={<MessagesSquare size={22} />}
          title={t('empty.selectTitle')}
          text={t('empty.selectText', { next: keyNames('Alt+J'), palette: keyNames('Mod+K') })}
        />
      )}
    </section>
  );
}
