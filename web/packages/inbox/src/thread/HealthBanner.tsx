import { clsx } from 'clsx';
import { Clock3, CloudOff, RefreshCw } from 'lucide-react';
import { type Pulse, useLasting } from '../hooks/useHealth.ts';
import { useOnline } from '../hooks/useOnline.ts';
import { type Say, useWords } from '../i18n/words.tsx';

/** What becomes of what was written, or of the page that does not come, and when. */
export function refusedText(
  { busy, queued }: { busy: boolean; queued: number },
  time: string,
  t: Say,
): string {
  if (queued > 0) return t(busy ? 'health.bannerBusy' : 'health.bannerFailing', { time });
  return t(busy ? 'health.bannerBusyAgain' : 'health.bannerFailingAgain', { time });
}

/** Appears only when trouble lasts, and says what becomes of what is being written. */
export function HealthBanner({ pulse }: { pulse: Pulse }) {
  const { t, formats } = useWords();
  const shown = useLasting(pulse.state !== 'in_sync');
  const offline = pulse.state === 'offline' || pulse.state === 'stopped';
  const online = useOnline();
  const { refused, queued } = pulse;
  const text = pulse.foreign
    ? t('health.bannerForeign')
    : refused
      ? refusedText({ busy: refused.busy, queued }, formats.time(new Date(refused.until)), t)
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
          ) : refused ? (
            <Clock3 size={15} aria-hidden="true" />
          ) : (
            <RefreshCw size={15} aria-hidden="true" className="animate-spin" />
          )}
          {text}
        </p>
      )}
    </div>
  );
}
