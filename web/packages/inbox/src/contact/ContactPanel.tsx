import type { ConversationSnapshot } from '@walkie/client';
import { shownName } from '@walkie/client/blank';
import { mailto } from '@walkie/text';
import { Link2, X } from 'lucide-react';
import type { ReactNode } from 'react';
import { useWords } from '../i18n/words.tsx';
import { visitorName } from '../model/preview.ts';
import { unseenAnswers } from '../model/seen.ts';
import { Avatar } from '../ui/Avatar.tsx';
import { Button } from '../ui/Button.tsx';
import { IconButton } from '../ui/IconButton.tsx';
import { copyText } from '../ui/toasts.ts';

interface ContactPanelProps {
  readonly snapshot: ConversationSnapshot;
  readonly onClose: () => void;
}

/** Who the visitor is, and the facts of the conversation. */
export function ContactPanel({ snapshot, onClose }: ContactPanelProps) {
  const { t, formats } = useWords();
  const { conversation, presence } = snapshot;
  if (conversation === null) return null;
  const { visitor } = conversation;
  const name = visitorName(conversation, t);
  const unseen = unseenAnswers(snapshot);
  const copyLink = () =>
    copyText(
      `${window.location.origin}/agent/c/${conversation.id}`,
      t('contact.linkCopied'),
      t('settings.copyFailed'),
    );
  return (
    <div className="flex min-h-0 flex-1 flex-col overflow-y-auto">
      <div className="flex h-14 shrink-0 items-center justify-between border-b border-line pr-3 pl-5">
        <h2 className="text-m font-semibold">{t('contact.label')}</h2>
        <IconButton label={t('contact.close')} onClick={onClose}>
          <X size={16} />
        </IconButton>
      </div>
      <div className="flex flex-col items-center gap-2 px-5 pt-6 pb-4 text-center">
        <Avatar
          name={name}
          id={visitor.id}
          size="l"
          online={presence ? presence.visitor === 'online' : undefined}
        />
        <p className="max-w-full text-xl font-semibold break-words">
          <bdi>{name}</bdi>
        </p>
        {presence && (
          <p className="text-s text-ink-2">
            {t(presence.visitor === 'online' ? 'thread.online' : 'thread.offline')}
          </p>
        )}
      </div>
      <Facts title={t('contact.visitor')}>
        <Fact name={t('contact.email')}>
          <Email address={shownName(visitor.email)} none={t('contact.noEmail')} />
        </Fact>
        <Fact name={t('contact.since')}>{formats.stamp(new Date(visitor.created_at))}</Fact>
      </Facts>
      <Facts title={t('contact.conversation')}>
        <Fact name={t('contact.number')}>#{conversation.id}</Fact>
        <Fact name={t('contact.status')}>{t(`status.${conversation.status}`)}</Fact>
        <Fact name={t('contact.assignee')}>
          <bdi>{conversation.assignee?.name ?? t('contact.nobody')}</bdi>
        </Fact>
        <Fact name={t('contact.started')}>{formats.stamp(new Date(conversation.created_at))}</Fact>
        <Fact name={t('contact.seen')}>
          {unseen.none
            ? t('contact.seenNone')
            : unseen.count === 0 && !unseen.more
              ? t('contact.seenAll')
              : t('contact.seenBehind', {
                  // "1+" is more than one.
                  count: unseen.count + (unseen.more ? 1 : 0),
                  answers: `${unseen.count}${unseen.more ? '+' : ''}`,
                })}
        </Fact>
      </Facts>
      <div className="p-5">
        <Button className="w-full" onClick={copyLink}>
          <Link2 size={15} aria-hidden="true" />
          {t('contact.copyLink')}
        </Button>
      </div>
    </div>
  );
}

/** A link only where it is exactly one address: a visitor's text must not add recipients. */
function Email({ address, none }: { address: string; none: string }) {
  const href = mailto(address);
  if (address === '') return <span className="text-ink-3">{none}</span>;
  if (href === null) return <bdi>{address}</bdi>;
  return (
    <a className="text-brand underline underline-offset-2" href={href} dir="ltr">
      {address}
    </a>
  );
}

function Facts({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="border-t border-line px-5 py-4">
      <h3 className="mb-2 text-s font-semibold text-ink-2">{title}</h3>
      <dl className="flex flex-col gap-2.5">{children}</dl>
    </section>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div>
      <dt className="text-xs text-ink-3">{name}</dt>
      <dd className="text-m break-words">{children}</dd>
    </div>
  );
}
