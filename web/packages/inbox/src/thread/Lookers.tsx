import type { Presence } from '@walkie/client';
import { clsx } from 'clsx';
import { Eye } from 'lucide-react';
import { useWalkie } from '../hooks/walkie.tsx';
import { useWords } from '../i18n/words.tsx';

/** Is the visitor there, and which colleagues have this conversation open too. */
export function Lookers({ presence }: { presence: Presence | null }) {
  const { me } = useWalkie();
  const { t, formats } = useWords();
  if (presence === null) return null;
  const online = presence.visitor === 'online';
  const others = presence.agents.filter((agent) => agent.id !== me.id).map((agent) => agent.name);
  return (
    <p className="flex min-w-0 items-center overflow-hidden gap-2 text-xs leading-4 text-ink-2">
      <span className="flex shrink-0 items-center gap-1.5 whitespace-nowrap">
        <span
          aria-hidden="true"
          className={clsx('size-1.5 rounded-full', online ? 'bg-online' : 'bg-line-strong')}
        />
        {t(online ? 'thread.online' : 'thread.offline')}
      </span>
      {others.length > 0 && (
        <span className="flex min-w-0 animate-in items-center gap-1 font-medium text-on-signal-soft">
          <Eye size={13} aria-hidden="true" className="shrink-0" />
          <span className="truncate">
            {t('thread.looking', { count: others.length, names: formats.list(others) })}
          </span>
        </span>
      )}
    </p>
  );
}
