import { clsx } from 'clsx';
import type { Pulse } from '../hooks/useHealth.ts';
import { useOnline } from '../hooks/useOnline.ts';
import { type Say, useWords } from '../i18n/words.tsx';

/** `online`: the browser has a network. Then it is the server that cannot be reached. */
export function pulseText(pulse: Pulse, online: boolean, t: Say): string {
  if (pulse.foreign) return t('health.foreign');
  if (pulse.refused) return t(pulse.refused.busy ? 'health.busy' : 'health.failing');
  if (pulse.state === 'offline' || pulse.state === 'stopped') {
    const count = pulse.queued;
    if (count === 0) return t(online ? 'health.unreachable' : 'health.offline');
    return t(online ? 'health.unreachableQueued' : 'health.offlineQueued', { count });
  }
  if (pulse.state === 'behind') return t('health.behind', { count: pulse.behind });
  if (pulse.state === 'connecting') return t('health.connecting');
  if (pulse.queued > 0) return t('health.queued', { count: pulse.queued });
  return pulse.slow ? t('health.http') : t('health.sync');
}

/** The truth about the connection, always in the same place. The colour only repeats the words. */
export function HealthLine({ pulse }: { pulse: Pulse }) {
  const { t } = useWords();
  const text = pulseText(pulse, useOnline(), t);
  const good = pulse.state === 'in_sync' && !pulse.slow;
  const bad = pulse.state === 'offline' || pulse.state === 'stopped';
  return (
    <p
      className="flex min-h-9 shrink-0 items-center gap-2 border-t border-line px-4 py-1.5 text-xs text-ink-2"
      aria-label={t('health.label', { state: text })}
      role="status"
    >
      <span
        aria-hidden="true"
        className={clsx(
          'size-2 shrink-0 rounded-full',
          good ? 'bg-online' : bad ? 'bg-danger' : 'bg-signal',
        )}
      />
      {text}
    </p>
  );
}
