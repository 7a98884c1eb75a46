import type { OpenConversation } from '../hooks/useConversation.ts';
import { useDeleting } from '../hooks/useDeleting.ts';
import { useWalkie } from '../hooks/walkie.tsx';
import { useWords } from '../i18n/words.tsx';
import { activityText } from '../model/activity.ts';
import { isLogged, type Row } from '../model/rows.ts';
import { Bubble } from './Bubble.tsx';
import { TypingBubble } from './TypingBubble.tsx';

interface ThreadRowProps {
  readonly row: Row;
  readonly open: OpenConversation;
  /** What the visitor is called in this thread. */
  readonly visitor: string;
  readonly now: Date;
  readonly reachable: boolean;
}

export function ThreadRow({ row, open, visitor, now, reachable }: ThreadRowProps) {
  const { me } = useWalkie();
  const { t, formats } = useWords();
  const deleting = useDeleting((state) => state.ids);
  switch (row.kind) {
    case 'start':
      return <p className="py-3 text-center text-xs text-ink-3">{t('thread.start')}</p>;
    case 'day':
      return (
        <p className="py-3 text-center text-xs font-medium text-ink-3">
          <time dateTime={row.at} title={formats.full(new Date(row.at))}>
            {formats.day(new Date(row.at), now)}
          </time>
        </p>
      );
    case 'unread':
      return <UnreadDivider count={row.count} />;
    case 'activity':
      return (
        <p className="px-4 py-2 text-center text-xs text-ink-2">
          {activityText(row.activity, row.before, { me: me.id, visitor }, t)}
          {' · '}
          {formats.time(new Date(row.activity.at))}
        </p>
      );
    case 'typing':
      return <TypingBubble name={row.name} text={row.text} staff={row.staff} />;
    case 'message': {
      const leaving = isLogged(row.view) && deleting.has(row.view.message.id);
      return (
        <div aria-busy={leaving || undefined} className={leaving ? 'opacity-50' : undefined}>
          <Bubble row={row} handle={open.handle} visitor={visitor} reachable={reachable} />
        </div>
      );
    }
  }
}

function UnreadDivider({ count }: { count: number }) {
  const { t } = useWords();
  return (
    <div className="flex items-center gap-3 px-4 py-3 text-xs font-semibold text-on-signal-soft">
      <span aria-hidden="true" className="h-px flex-1 bg-signal" />
      {t('thread.unread', { count })}
      <span aria-hidden="true" className="h-px flex-1 bg-signal" />
    </div>
  );
}
