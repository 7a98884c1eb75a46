import { Copy } from 'lucide-react';
import { useWords } from '../i18n/words.tsx';
import { Button } from '../ui/Button.tsx';
import { copyText } from '../ui/toasts.ts';
import { Words } from '../ui/Words.tsx';

/** Something to paste elsewhere, with a button that copies it. Lines break between words only. */
export function Code({ text }: { text: string }) {
  const { t } = useWords();
  return (
    <div className="flex items-start gap-2 phone:flex-col phone:items-stretch rounded-m border border-line bg-surface-2 p-3">
      <pre className="min-w-0 flex-1 whitespace-pre-wrap py-1 font-mono text-s leading-5">
        <Words text={text} />
      </pre>
      <Button
        className="phone:self-end"
        onClick={() => void copyText(text, t('settings.copied'), t('settings.copyFailed'))}
      >
        <Copy size={14} aria-hidden="true" />
        {t('settings.copy')}
      </Button>
    </div>
  );
}
