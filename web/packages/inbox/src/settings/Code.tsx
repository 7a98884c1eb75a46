import { Copy } from 'lucide-react';
import { useWords } from '../i18n/words.tsx';
import { Button } from '../ui/Button.tsx';
import { copyText } from '../ui/toasts.ts';

/** Something to paste elsewhere, with a button that copies it. */
export function Code({ text }: { text: string }) {
  const { t } = useWords();
  return (
    <div className="flex items-start gap-2 rounded-m border border-line bg-surface-2 p-3">
      <pre className="min-w-0 flex-1 whitespace-pre-wrap break-words py-1 font-mono text-s leading-5 [overflow-wrap:anywhere]">
        <code>{text}</code>
      </pre>
      <Button onClick={() => void copyText(text, t('settings.copied'), t('settings.copyFailed'))}>
        <Copy size={14} aria-hidden="true" />
        {t('settings.copy')}
      </Button>
    </div>
  );
}
