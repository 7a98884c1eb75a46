import type { Priority } from '@walkie/client';
import { useWords } from '../i18n/words.tsx';
import { unreadLabel } from '../model/preview.ts';
import { Avatar } from '../ui/Avatar.tsx';
import { PriorityFlag } from '../ui/PriorityFlag.tsx';

/** Only what should come first is marked: a flag on every row would say nothing. */
export function RowPriority({ priority }: { priority: Priority }) {
  const { t } = useWords();
  if (priority !== 'urgent' && priority !== 'high') return null;
  const name = t('list.priority', { priority: t(`priority.${priority}`) });
  return (
    <span title={name} className="shrink-0 self-center">
      <PriorityFlag priority={priority} size={13} />
      <span className="unseen">{name}</span>
    </span>
  );
}

export function Assignee({ name }: { name: string }) {
  const { t } = useWords();
  return (
    <span title={t('list.assignedTo', { name })}>
      <Avatar name={name} size="xs" tone="staff" />
      <span className="unseen">{t('list.assignedTo', { name })}</span>
    </span>
  );
}

export function UnreadDot({ unread }: { unread: number }) {
  const { t } = useWords();
  const many = unread > 99;
  return (
    <span className="size-2 shrink-0 rounded-full bg-signal">
      <span className="unseen">
        {many ? t('list.unreadMany') : t('list.unread', { count: unread })}
      </span>
    </span>
  );
}

export function UnreadPill({ unread }: { unread: number }) {
  const { t } = useWords();
  return (
    <span className="shrink-0 animate-in rounded-full bg-signal px-1.5 text-xs leading-5 font-bold text-on-signal tabular-nums min-w-5 text-center">
      <span aria-hidden="true">{unreadLabel(unread)}</span>
      <span className="unseen">
        {unread > 99 ? t('list.unreadMany') : t('list.unread', { count: unread })}
      </span>
    </span>
  );
}
