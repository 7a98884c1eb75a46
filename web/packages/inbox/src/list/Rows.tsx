import type { Conversation } from '@walkie/client';
import { useCallback, useEffect, useMemo, useRef } from 'react';
import { Virtualizer, type VirtualizerHandle } from 'virtua';
import type { OpenConversation } from '../hooks/useConversation.ts';
import { useNow } from '../hooks/useNow.ts';
import { useStillList } from '../hooks/useStillList.ts';
import { useTypists } from '../hooks/useTypists.ts';
import { useWords } from '../i18n/words.tsx';
import { type Place, placeAddress } from '../model/location.ts';
import { Boundary, BrokenEntry } from '../ui/Boundary.tsx';
import { Row } from './Row.tsx';
import { ROW_HEIGHT } from './row_height.ts';

interface RowsProps {
  readonly rows: readonly Conversation[];
  readonly place: Place;
  readonly open: OpenConversation | null;
  readonly hasMore: boolean;
  readonly onOpen: (conversation: number) => void;
  readonly onMore: () => void;
}

/** Only the rows in sight exist; thousands cost no more than a screenful. */
export function Rows({ rows, place, open, hasMore, onOpen, onMore }: RowsProps) {
  const { t } = useWords();
  const list = useRef<VirtualizerHandle>(null);
  const typists = useTypists();
  const now = useNow();
  const selected = place.conversation;
  const reachable = rows.some((row) => row.id === selected) ? selected : rows[0]?.id;

  const loaded = rows.length;
  // Also after each page: it may not have filled the screen.
  const near = useCallback(() => {
    const view = list.current;
    if (view === null || !hasMore || loaded === 0) return;
    if (view.scrollOffset + view.viewportSize > view.scrollSize - 600) onMore();
  }, [hasMore, loaded, onMore]);
  useEffect(near, [near]);
  useKeepInSight(list, rows, selected);
  const scroller = useRef<HTMLDivElement>(null);
  const held = useStillList({
    scroller,
    ids: useMemo(() => rows.map((row) => row.id), [rows]),
    rowHeight: ROW_HEIGHT,
    list: `${place.view} ${place.status} ${place.query}`,
  });

  return (
    <div
      ref={scroller}
      data-rows=""
      data-items="[data-row]"
      onScroll={held}
      className="min-h-0 flex-1 overflow-y-auto pb-2 [overflow-anchor:none]"
    >
      <Virtualizer
        ref={list}
        as="ul"
        item="li"
        itemSize={ROW_HEIGHT}
        bufferSize={600}
        onScroll={near}
      >
        {rows.map((row) => {
          const mine = open?.snapshot.id === row.id ? open.snapshot : null;
          return (
            <Boundary key={row.id} broken={<BrokenEntry />}>
              <Row
                row={row}
                href={placeAddress({ ...place, conversation: row.id })}
                selected={row.id === selected}
                reachable={row.id === reachable}
                typing={typists.has(row.id)}
                online={mine?.presence ? mine.presence.visitor === 'online' : undefined}
                showAssignee={place.view === 'all'}
                now={now}
                onOpen={onOpen}
              />
            </Boundary>
          );
        })}
      </Virtualizer>
      {hasMore && <p className="py-3 text-center text-s text-ink-3">{t('list.loadingMore')}</p>}
    </div>
  );
}

/** Alt+J may select a row outside of sight: bring it in, and only then move anything. */
function useKeepInSight(
  list: React.RefObject<VirtualizerHandle | null>,
  rows: readonly Conversation[],
  selected: number | null,
): void {
  const latest = useRef(rows);
  useEffect(() => {
    latest.current = rows;
  });
  useEffect(() => {
    const index = latest.current.findIndex((row) => row.id === selected);
    if (index >= 0) list.current?.scrollToIndex(index, { align: 'nearest' });
  }, [list, selected]);
}
