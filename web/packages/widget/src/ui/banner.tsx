// The truth about the connection, said quietly, and only once it has lasted.
import { useEffect, useState } from 'preact/hooks';
import type { Words } from '../i18n/words.ts';
import { CloudOff, Sync } from './icons.tsx';

export type Health =
  | { kind: 'in_sync' }
  | { kind: 'connecting'; queued: number }
  /** `foreign`: something answers in the server's place. */
  | { kind: 'offline'; queued: number; foreign?: boolean }
  | { kind: 'behind'; behind: number }
  | { kind: 'http'; queued: number }
  | { kind: 'refused'; until: number };

/** Shorter trouble than this is nobody's business: a banner that flickers worries people. */
export const quiet_ms = 1500;

/** `online`: the browser has a network. Then it is the server that cannot be reached. */
export function healthText(words: Words, health: Health, online: boolean): string {
  const queued = (n: number) => (n > 0 ? [words.t('queued', { count: n })] : []);
  switch (health.kind) {
    case 'in_sync':
      return '';
    case 'connecting':
      return [words.t('connecting'), ...queued(health.queued)].join(' ');
    case 'offline':
      if (health.foreign) return words.t('foreign');
      if (health.queued === 0) return words.t(online ? 'unreachable' : 'offline');
      return words.t(online ? 'unreachable_queued' : 'offline_queued', { count: health.queued });
    case 'behind':
      return words.t('behind', { count: health.behind });
    case 'refused':
      return words.t('refused_until', { time: words.formats.time(new Date(health.until)) });
    case 'http':
      return words.t('http');
  }
}

export function Banner({ words, health }: { words: Words; health: Health }) {
  const [lasting, setLasting] = useState(false);
  const trouble = health.kind !== 'in_sync';
  useEffect(() => {
    if (!trouble) {
      setLasting(false);
      return;
    }
    const timer = setTimeout(() => setLasting(true), quiet_ms);
    return () => clearTimeout(timer);
  }, [trouble]);
  const online = useOnline();
  const shown = trouble && lasting;
  return (
    <div class="banner-place" role="status">
      {shown && (
        <p class={`banner ${health.kind}`}>
          {health.kind === 'offline' || health.kind === 'refused' ? <CloudOff /> : <Sync />}
          {healthText(words, health, online)}
        </p>
      )}
    </div>
  );
}

function useOnline(): boolean {
  const [online, setOnline] = useState(navigator.onLine);
  useEffect(() => {
    const look = () => setOnline(navigator.onLine);
    window.addEventListener('online', look);
    window.addEventListener('offline', look);
    return () => {
      window.removeEventListener('online', look);
      window.removeEventListener('offline', look);
    };
  }, []);
  return online;
}
