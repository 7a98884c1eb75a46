import type { ConversationHandle } from '@walkie/client';
import { shownName } from '@walkie/client/blank';
import { clsx } from 'clsx';
import { Lock } from 'lucide-react';
import { useState } from 'react';
import { takeBack } from '../hooks/useComposer.ts';
import { useDelete } from '../hooks/useDeleting.ts';
import { useReadWhenSeen } from '../hooks/useReading.ts';
import { useLine, useWalkie } from '../hooks/walkie.tsx';
import { useWords } from '../i18n/words.tsx';
import { isLogged, isVisitors, type Row } from '../model/rows.ts';
import { copyText } from '../ui/toasts.ts';
import { BubbleMenu } from './BubbleMenu.tsx';
import { BubbleMeta } from './BubbleMeta.tsx';
import { EditBox } from './EditBox.tsx';
import { FailedActions } from './FailedActions.tsx';
import { MessageText } from './MessageText.tsx';

interface BubbleProps {
  readonly row: Extract<Row, { kind: 'message' }>;
  readonly handle: ConversationHandle;
  readonly visitor: string;
  readonly reachable: boolean;
}

/** One message: the visitor's on the left, the team's on the right, notes tinted and locked. */
export function Bubble({ row, handle, visitor, reachable }: BubbleProps) {
  const { me } = useWalkie();
  const { api } = useLine();
  const { t } = useWords();
  const remove = useDelete();
  const [editing, setEditing] = useState(false);
  const { view, first, last } = row;
  const left = isVisitors(view);
  const about = { conversation: handle.id, name: visitor };
  const message = isLogged(view) ? view.message : null;
  const sender = view.mine
    ? t('message.you')
    : left
      ? visitor
      : shownName(message?.sender.name) || t('moved.someone');
  const deleted = message?.deleted_at != null;
  const edited = message?.edited_at != null && !deleted;
  const failed = !isLogged(view) && view.state === 'failed';
  const mayDelete = message !== null && !deleted && (view.mine || me.role === 'admin');
  const read = useReadWhenSeen(view.note ? null : (message?.seq ?? null));
  const shape = bubbleShape(left, view.note, deleted, first);

  return (
    <article
      ref={read}
      className={clsx('group px-4', first ? 'pt-2' : 'pt-0.5', left ? 'pr-10' : 'pl-10')}
      aria-label={sender}
    >
      {first && !left && !view.mine && (
        <p className="mb-1 text-right text-xs font-medium text-ink-2" aria-hidden="true">
          <bdi>{sender}</bdi>
        </p>
      )}
      <div className={clsx('flex items-end gap-1', left ? 'justify-start' : 'flex-row-reverse')}>
        <div data-bubble="" className={shape}>
          {view.note && !deleted && (
            <p className="mb-0.5 flex items-center gap-1.5 text-xs font-semibold">
              <Lock size={12} aria-hidden="true" />
              {t('message.note')}
            </p>
          )}
          {deleted ? (
            <p className="italic">{t('message.deleted')}</p>
          ) : editing && message !== null ? (
            <EditBox
              content={view.content}
              about={about}
              onSave={(content) => api.editMessage(message.id, content)}
              onDone={() => setEditing(false)}
            />
          ) : (
            <MessageText content={view.content} reachable={reachable} />
          )}
        </div>
        {message !== null && !deleted && !editing && (
          <BubbleMenu
            content={view.content}
            onEdit={view.mine ? () => setEditing(true) : undefined}
            reachable={reachable}
            asks={!view.mine}
            onDelete={mayDelete ? () => remove(message, view.mine, about) : undefined}
          />
        )}
      </div>
      {failed && (
        <FailedActions
          problem={view.problem}
          onRetry={() => handle.retry(view.client_id)}
          onEdit={() => takeBack(handle, view)}
          onCopy={() => void copyText(view.content, t('message.copied'), t('settings.copyFailed'))}
          onDiscard={() => handle.discard(view.client_id)}
        />
      )}
      {!failed && (last || edited || view.state === 'pending') && (
        <BubbleMeta view={view} left={left} />
      )}
    </article>
  );
}

/** All corners are round but the speaker's: 4 px, at the side of who speaks. */
function bubbleShape(left: boolean, note: boolean, deleted: boolean, first: boolean): string {
  return clsx(
    'min-w-0 max-w-[min(80%,44rem)] phone:max-w-[92%] rounded-l px-3.5 py-2 text-m',
    left ? 'rounded-bl-[4px]' : 'rounded-br-[4px]',
    !first && (left ? 'rounded-tl-[4px]' : 'rounded-tr-[4px]'),
    deleted
      ? 'border border-dashed border-line-strong text-ink-2'
      : note
        ? 'border border-signal/60 bg-note text-on-note'
        : left
          ? 'bg-them text-on-them'
          : 'bg-me text-on-me',
  );
}
