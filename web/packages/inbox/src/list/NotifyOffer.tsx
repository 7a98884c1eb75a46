import { Bell } from 'lucide-react';
import { useState } from 'react';
import { useAlerted } from '../hooks/useAlerts.ts';
import { useWords } from '../i18n/words.tsx';
import { prefer, usePreferences } from '../model/preferences.ts';
import { Button } from '../ui/Button.tsx';

/** Offers notifications where they are missed: something has called, and this browser may not say so. */
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
      className="flex flex-wrap items-center gap-x-3 gap-y-1.5 border-t border-line bg-surface px-4 py-2.5 text-s"
    >
      <Bell size={16} aria-hidden="true" className="shrink-0 text-ink-2" />
      <p className="min-w-32 flex-1">{t('alert.offer')}</p>
      <span className="flex gap-1">
        <Button onClick={ask}>{t('settings.notifyAsk')}</Button>
        <Button look="quiet" onClick={() => prefer({ notifyOffered: true })}>
          {t('alert.notNow')}
        </Button>
      </span>
    </section>
  );
}
