import type { CSSProperties } from 'react';
import type { OpenConversation } from '../hooks/useConversation.ts';
import { type Pulse, useLasting } from '../hooks/useHealth.ts';
import type { InboxList } from '../hooks/useInboxList.ts';
import { useWords } from '../i18n/words.tsx';
import type { Place } from '../model/location.ts';
import { EmptyList } from './EmptyList.tsx';
import { HealthLine } from './HealthLine.tsx';
import { ListHeader } from './ListHeader.tsx';
import { NotifyOffer } from './NotifyOffer.tsx';
import { Rows } from './Rows.tsx';
import { ROW_HEIGHT } from './row_height.ts';
import { ViewTabs } from './ViewTabs.tsx';

/** The list is asked for again by itself: a failure that a second attempt mends is nobody's business. */
const FAILED_MS = 3000;

interface ListPaneProps {
  readonly list: InboxList;
  readonly place: Place;
  readonly open: OpenConversation | null;
  readonly pulse: Pulse;
  readonly onGo: (change: Partial<Place>) => void;
  readonly onPalette: () => void;
}

export function ListPane({ list, place, open, pulse, onGo, onPalette }: ListPaneProps) {
  const { t } = useWords();
  const { snapshot, rows } = list;
  const failed = useLasting(snapshot.problem !== null, FAILED_MS);
  const waiting = snapshot.problem === null ? snapshot.loading : !failed;
  return (
    <section
      aria-label={t('list.label')}
      style={{ '--row': `${ROW_HEIGHT}px` } as CSSProperties}
      data-homes='[data-row][tabindex="0"];input'
      className="flex min-h-0 min-w-0 flex-1 flex-col bg-surface-2"
    >
      <ListHeader place={place} onGo={onGo} onPalette={onPalette} />
      <ViewTabs
        view={place.view}
        counts={place.status === 'open' ? snapshot.counts : null}
        onView={(view) => onGo({ view })}
      >
        {rows.length > 0 ? (
          <Rows
            rows={rows}
            place={place}
            open={open}
            hasMore={snapshot.hasMore}
            onOpen={(conversation) => onGo({ conversation })}
            onMore={list.loadMore}
          />
        ) : waiting ? (
          <Skeleton />
        ) : (
          <EmptyList snapshot={snapshot} place={place} onGo={onGo} onRetry={list.refresh} />
        )}
      </ViewTabs>
      <div role="status">
        {failed && rows.length > 0 && (
          <p className="border-t border-line bg-signal-soft px-4 py-1.5 text-xs text-on-signal-soft">
            {t('list.stale')}
          </p>
        )}
      </div>
      <NotifyOffer />
      <HealthLine pulse={pulse} />
    </section>
  );
}

function Skeleton() {
  const { t } = useWords();
  return (
    <div className="flex-1 px-4" role="status">
      <span className="unseen">{t('app.loading')}</span>
      {[70, 55, 80, 45, 62].map((width) => (
        <div key={width} className="flex h-(--row) items-center gap-3 opacity-70">
          <span className="size-9 animate-pulse rounded-m bg-surface-3" />
          <span className="flex flex-1 flex-col gap-2">
            <span className="h-3 w-24 animate-pulse rounded-s bg-surface-3" />
            <span
              className="h-3 animate-pulse rounded-s bg-surface-3"
              style={{ width: `${width}%` }}
            />
          </span>
        </div>
      ))}
    </div>
  );
}
