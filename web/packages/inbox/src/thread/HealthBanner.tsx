import { clsx } from 'clsx';
import { CloudOff, RefreshCw } from 'lucide-react';
import { type Pulse, useLasting } from '../hooks/useHealth.ts';
import { useOnline } from '../hooks/useOnline.ts';
import { useWords } from '../i18n/words.tsx';

/** Appears only when trouble lasts, and says what becomes of what is being written. */
export function HealthBanner({ pulse }: { pulse: Pulse }) {
  const { t } = useWords();
  const shown = useLasting(pulse.state !== 'in_sync');
  const offline = pulse.state === 'offline' || pulse.state === 'stopped';
  const online = useOnline();
  const text = pulse.foreign
    ? t('health.bannerForeign')
    : offline
      ? t(online ? 'health.bannerUnreachable' : 'health.bannerOffline')
      : pulse.state === 'behind'
        ? t('health.bannerBehind', { count: pulse.behind })
        : t('health.bannerConnecting');
  return (
    <div role="status">
      {shown && (
        <p
          className={clsx(
            'flex animate-rise items-center justify-center gap-2 px-4 py-1.5 text-s font-medium',
            offline ? 'bg-danger-soft text-on-danger-soft' : 'bg-signal-soft text-on-signal-soft',
          )}
        >
          {offline ? (
            <CloudOff size={15} aria-hidden="true" />
          ) : (
            <RefreshCw size={15} aria-hidden="true" className="animate-spin" />
          )}
          {text}
        </p>
      )}
    </div>
  );
}
