import type { MessageView } from '@walkie/client';
import { shownName } from '@walkie/client/blank';
import { Check, CheckCheck, Clock3 } from 'lucide-react';
import { type Say, useWords } from '../i18n/words.tsx';
import { isLogged } from '../model/rows.ts';

/** Time and, under own messages, how far it got: sending, sent, delivered, seen. */
export function BubbleMeta({ view, left }: { view: MessageView; left: boolean }) {
  const { t, formats } = useWords();
  const at = new Date(view.created_at);
  const message = isLogged(view) ? view.message : null;
  const edited = message?.edited_at != null && message.deleted_at === null;
  const bot = message?.sender.type === 'bot';
  return (
    <p
      className={`mt-1 flex items-center gap-1.5 text-xs leading-4 text-ink-3 ${left ? '' : 'justify-end'}`}
    >
      {bot && <span>{t('message.bot')}</span>}
      {edited && <span>{t('message.edited')}</span>}
      <time dateTime={view.created_at} title={formats.full(at)}>
        {formats.time(at)}
      </time>
      {view.mine && !view.note && <State view={view} t={t} />}
    </p>
  );
}

function State({ view, t }: { view: MessageView; t: Say }) {
  switch (view.state) {
    case 'pending':
      return <Sign icon={<Clock3 size={13} />} name={t('message.pending')} />;
    case 'moved':
      return (
        <span className="text-on-signal-soft">
          {t('message.moved', { name: firstName(view, t) })}
        </span>
      );
    case 'sent':
      return <Sign icon={<Check size={14} />} name={t('message.sent')} />;
    case 'delivered':
      return <Sign icon={<CheckCheck size={14} />} name={t('message.delivered')} />;
    case 'seen':
      return (
        <span className="flex items-center gap-1 text-brand">
          <CheckCheck size={14} aria-hidden="true" />
          {t('message.seen')}
        </span>
      );
    default:
      return null;
  }
}

/** Who answered first, as the refusal names it. */
function firstName(view: MessageView, t: Say): string {
  const first = 'problem' in view ? view.problem.messages?.at(-1) : undefined;
  return shownName(first?.sender.name) || t('moved.someone');
}

function Sign({ icon, name }: { icon: React.ReactNode; name: string }) {
  return (
    <span title={name} className="flex">
      <span aria-hidden="true">{icon}</span>
      <span className="unseen">{name}</span>
    </span>
  );
}
