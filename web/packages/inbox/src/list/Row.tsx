import type { Conversation } from '@walkie/client';
import { clsx } from 'clsx';
import { Reply } from 'lucide-react';
import { type KeyboardEvent, type MouseEvent, memo } from 'react';
import { useWalkie } from '../hooks/walkie.tsx';
import { useWords } from '../i18n/words.tsx';
import { useDrafts } from '../model/drafts.ts';
import { previewOf, visitorName } from '../model/preview.ts';
import { Avatar } from '../ui/Avatar.tsx';
import { Assignee, RowPriority, UnreadDot, UnreadPill } from './RowMarks.tsx';

interface RowProps {
  readonly row: Conversation;
  readonly href: string;
  readonly selected: boolean;
  readonly reachable: boolean;
  readonly typing: boolean;
  readonly online: boolean | undefined;
  readonly showAssignee: boolean;
  readonly now: Date;
  readonly onOpen: (conversation: number) => void;
}

/**
 * One conversation in the list. A real link: it opens in a new tab like one. It is drawn again when
 * something of its own changes, not with each key that is typed into some draft.
 */
export const Row = memo(function Row(props: RowProps) {
  const { row, href, selected, reachable, typing, now, onOpen } = props;
  const draft = useDrafts((state) => (selected ? undefined : state.byConversation[row.id]));
  const { t, formats } = useWords();
  const name = visitorName(row, t);
  const preview = previewOf(row, typing, draft, t);
  const { me } = useWalkie();
  // Bold is what this agent should look at; what a colleague has is marked, not shouted.
  const mine = row.assignee_id === null || row.assignee_id === me.id;
  const unread = row.unread > 0 && mine;
  const elsewhere = row.unread > 0 && !mine;
  const at = new Date(row.last_message_at ?? row.created_at);
  const open = (event: MouseEvent) => {
    if (event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    onOpen(row.id);
  };
  return (
    <a
      href={href}
      onClick={open}
      onKeyDown={moveFocus}
      data-row={row.id}
      tabIndex={reachable ? 0 : -1}
      aria-current={selected ? 'page' : undefined}
      className={clsx(
        'mx-2 mb-0.5 flex h-[calc(var(--row)-2px)] items-center gap-3 rounded-m px-2.5 transition-colors -outline-offset-2',
        selected ? 'bg-brand-soft text-on-brand-soft' : 'hover:bg-surface-3',
      )}
    >
      <Avatar name={name} id={row.visitor_id} image={null} online={props.online} />
      <span className="min-w-0 flex-1">
        <span className="flex items-baseline gap-2">
          <span
            className={clsx('min-w-0 flex-1 truncate text-m', unread ? 'font-bold' : 'font-medium')}
          >
            <bdi>{name}</bdi>
          </span>
          <RowPriority priority={row.priority ?? 'none'} />
          <time
            dateTime={at.toISOString()}
            title={formats.full(at)}
            className={clsx('shrink-0 text-xs', selected ? '' : 'text-ink-2')}
          >
            {formats.short(at, now)}
          </time>
        </span>
        <span className="flex h-5 items-center gap-2">
          <span
            className={clsx('min-w-0 flex-1 truncate text-s', tone(preview.kind, unread, selected))}
          >
            {preview.kind === 'answer' && (
              <>
                <Reply size={13} aria-hidden="true" className="mr-1 inline -translate-y-px" />
                <span className="unseen">{t('list.answered')} </span>
              </>
            )}
            <bdi>{preview.text}</bdi>
          </span>
          {props.showAssignee && row.assignee && <Assignee name={row.assignee.name} />}
          {unread && <UnreadPill unread={row.unread} />}
          {elsewhere && <UnreadDot unread={row.unread} />}
        </span>
      </span>
    </a>
  );
});

function tone(kind: string, unread: boolean, selected: boolean): string {
  if (selected) return unread ? 'font-semibold' : '';
  if (kind === 'typing') return 'text-brand font-medium';
  if (kind === 'draft') return 'text-on-signal-soft italic';
  return unread ? 'font-semibold text-ink' : 'text-ink-2';
}

/** Up and Down walk through the rows; Tab leaves the list. */
function moveFocus(event: KeyboardEvent<HTMLAnchorElement>): void {
  const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
  if (step === 0 || event.altKey) return;
  const rows = [...(event.currentTarget.closest('[data-rows]')?.querySelectorAll('a') ?? [])];
  const next = rows[rows.indexOf(event.currentTarget) + step];
  if (next === undefined) return;
  event.preventDefault();
  next.focus();
}
