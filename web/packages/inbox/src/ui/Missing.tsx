import { focusWhenThere } from '@walkie/focus';
import { CloudOff } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { useWords } from '../i18n/words.tsx';
import { Button } from './Button.tsx';
import { Main } from './Main.tsx';
import { Notice } from './Notice.tsx';
import { toast } from './toasts.ts';

export interface MissingProps {
  readonly onRetry: () => void;
  /** Gives up what should have opened. */
  readonly onClose?: (() => void) | undefined;
}

/** In the place of a page whose file did not load. The keeper gives the focus to its first button. */
export function MissingPage({ onRetry }: MissingProps) {
  const { t } = useWords();
  return (
    <Main data-homes="button" className="flex min-h-0 min-w-0 flex-1 bg-surface">
      <Notice
        level="h1"
        icon={<CloudOff size={22} />}
        title={t('app.missing.title')}
        text={t('app.missing.text')}
      >
        <Ways onRetry={onRetry} />
      </Notice>
    </Main>
  );
}

/** For what should have opened over the page. Somebody has just asked for it: it takes the focus. */
export function MissingDialog({ onRetry, onClose }: MissingProps) {
  const { t } = useWords();
  const ways = useRef({ onRetry, onClose });
  useEffect(() => {
    ways.current = { onRetry, onClose };
  });
  useEffect(() => {
    const close = toast(t('app.missing.said'), {
      duration: 'stays',
      action: { label: t('list.retry'), onClick: () => ways.current.onRetry() },
      other: { label: t('app.failed.reload'), onClick: reload },
      onClose: () => ways.current.onClose?.(),
    });
    focusWhenThere('[data-toast][role=alert] button');
    // As the dialog that it stands for would: from wherever the focus is.
    const press = (event: KeyboardEvent) => {
      if (event.key === 'Escape' && !event.defaultPrevented) ways.current.onClose?.();
    };
    window.addEventListener('keydown', press);
    return () => {
      window.removeEventListener('keydown', press);
      close();
    };
  }, [t]);
  return null;
}

const reload = () => window.location.reload();

/** Fetching again helps after the network was away, loading again after an upgrade. */
function Ways({ onRetry }: { onRetry: () => void }) {
  const { t } = useWords();
  return (
    <>
      <Button look="primary" onClick={onRetry}>
        {t('list.retry')}
      </Button>
      <Button onClick={reload}>{t('app.failed.reload')}</Button>
    </>
  );
}
