import { Bell, X } from 'lucide-react';
import { useState } from 'react';
import { useAlerted } from '../hooks/useAlerts.ts';
import { useWords } from '../i18n/words.tsx';
import { prefer, usePreferences } from '../model/preferences.ts';
import { IconButton } from '../ui/IconButton.tsx';

/**
 * Offers notifications where they are missed: something has called, and this browser may not say so. One
 * line, and once put aside it does not come back; Settings has it.
 */
export function NotifyOffer() {
  const { t } = useWords();
  const { called, waiting } = useAlerted();
  const { notify, notifyOffered } = usePreferences();
  const [permission, setPermission] = useState(() =>
    typeof Notification === 'undefined' ? 'denied' : Notification.permission,
  );
  if (permission !== 'default' || !notify || notifyOffered || (!called && waiting === 0))
    return null;
  const ask = () => void Notification.requestPermission().then(setPermission);
  return (
    <section
      aria-label={t('settings.notify')}
      className="flex min-h-9 shrink-0 items-center gap-2 border-t border-line bg-surface pr-2 pl-4 text-s"
    >
      <Bell size={15} aria-hidden="true" className="shrink-0 text-ink-2" />
      <p className="min-w-0 flex-1 leading-4">{t('alert.offer')}</p>
      <button
        type="button"
        onClick={ask}
        className="min-h-7 shrink-0 rounded-m px-1.5 font-semibold text-brand transition-colors hover:bg-surface-3"
      >
        {t('alert.allow')}
      </button>
      <IconButton
        label={t('alert.never')}
        side="top"
        className="size-7"
        onClick={() => prefer({ notifyOffered: true })}
      >
        <X size={14} />
      </IconButton>
    </section>
  );
}
