import type { InboxSnapshot } from '@walkie/client';
import { CircleCheckBig, CloudOff, Inbox, SearchX } from 'lucide-react';
import { Link } from 'wouter';
import { type Say, useWords } from '../i18n/words.tsx';
import type { Place } from '../model/location.ts';
import { problemText } from '../model/problems.ts';
import { Button } from '../ui/Button.tsx';
import { Notice } from '../ui/Notice.tsx';

interface EmptyListProps {
  readonly snapshot: InboxSnapshot;
  readonly place: Place;
  readonly onGo: (change: Partial<Place>) => void;
  readonly onRetry: () => void;
}

/** Why the list is empty, and what to do now. */
export function EmptyList({ snapshot, place, onGo, onRetry }: EmptyListProps) {
  const { t } = useWords();
  const { counts, problem } = snapshot;
  if (problem !== null) {
    return (
      <Notice icon={<CloudOff size={22} />} title={t('list.failed')} text={problemText(problem, t)}>
        <Button onClick={onRetry}>{t('list.retry')}</Button>
      </Notice>
    );
  }
  if (place.query.trim() !== '' && snapshot.rows.length > 0) {
    return (
      <Notice
        icon={<SearchX size={22} />}
        title={t('empty.searchTitle', { query: place.query })}
        text={searchedText(snapshot, place, t)}
      >
        <Button onClick={() => onGo({ query: '' })}>{t('list.clear')}</Button>
      </Notice>
    );
  }
  if (place.status !== 'open') {
    return (
      <Notice icon={<CircleCheckBig size={22} />} title={t('empty.statusTitle')}>
        <Button onClick={() => onGo({ status: 'open' })}>{t('empty.showOpen')}</Button>
      </Notice>
    );
  }
  if (counts !== null && counts.all === 0) return <FirstSteps />;
  if (place.view === 'mine') {
    const waiting = counts?.unassigned ?? 0;
    return (
      <Notice icon={<Inbox size={22} />} title={t('empty.mineTitle')} text={t('empty.mineText')}>
        {waiting > 0 && (
          <Button look="primary" onClick={() => onGo({ view: 'unassigned' })}>
            {t('empty.mineAction', { count: waiting })}
          </Button>
        )}
      </Notice>
    );
  }
  const unassigned = place.view === 'unassigned';
  return (
    <Notice
      icon={<CircleCheckBig size={22} />}
      title={t(unassigned ? 'empty.unassignedTitle' : 'empty.allTitle')}
      text={t(unassigned ? 'empty.unassignedText' : 'empty.allText')}
    />
  );
}

/** How far the search went: it looks at the loaded rows only. */
function searchedText({ rows, counts, hasMore }: InboxSnapshot, place: Place, t: Say): string {
  const count = rows.length;
  const total = place.status === 'open' ? counts?.[place.view] : undefined;
  if (!hasMore) return t('empty.searchAll', { count });
  if (total === undefined) return t('empty.searchSome', { count });
  return t('empty.searchText', { count, total });
}

/** Nobody has written yet: show how to make it happen. */
function FirstSteps() {
  const { t } = useWords();
  return (
    <Notice icon={<Inbox size={22} />} title={t('empty.firstTitle')} text={t('empty.firstText')}>
      <Button look="primary" onClick={() => window.open('/demo', '_blank', 'noopener')}>
        {t('empty.firstDemo')}
      </Button>
      <Link
        href="/agent/settings/install"
        className="inline-flex h-8 items-center rounded-m px-3 text-s font-semibold text-brand underline-offset-2 hover:underline"
      >
        {t('empty.firstInstall')}
      </Link>
    </Notice>
  );
}
