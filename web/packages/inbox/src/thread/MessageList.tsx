import { focusWhenThere } from '@walkie/focus';
import { MessageSquare } from 'lucide-react';
import { type KeyboardEvent, useCallback } from 'react';
import { Virtualizer } from 'virtua';
import type { OpenConversation } from '../hooks/useConversation.ts';
import { useNow } from '../hooks/useNow.ts';
import { ReadingProvider, useReading } from '../hooks/useReading.ts';
import { useRoving } from '../hooks/useRoving.ts';
import { useThreadRows } from '../hooks/useThread.ts';
import { useThreadScroll } from '../hooks/useThreadScroll.ts';
import { useWords } from '../i18n/words.tsx';
import { visitorName } from '../model/preview.ts';
import { Boundary, BrokenRow } from '../ui/Boundary.tsx';
import { Notice } from '../ui/Notice.tsx';
import { Announcer } from './Announcer.tsx';
import { JumpButton } from './JumpButton.tsx';
import { OlderFailed } from './OlderFailed.tsx';
import { ThreadRow } from './ThreadRow.tsx';

/** The messages: virtual, opened at the first unread one, following the bottom only when there. */
export function MessageList({ open }: { open: OpenConversation }) {
  const { handle, snapshot } = open;
  const { t } = useWords();
  const { conversation } = snapshot;
  const visitor = conversation === null ? t('contact.visitor') : visitorName(conversation, t);
  const rows = useThreadRows(open, visitor);
  const { loadingOlder, loading, older: past } = snapshot;
  const older = useCallback(() => {
    if (past === 'more') void handle.loadOlder();
  }, [handle, past]);
  const retryOlder = () => {
    focusWhenThere('#messages');
    void handle.loadOlder();
  };
  const scroll = useThreadScroll(rows, older);
  const reading = useReading(open, scroll.scroller);
  const roving = useRoving(rows);
  const press = (event: KeyboardEvent<HTMLElement>) => {
    scroll.onHands();
    // Rows that are not drawn yet have a guessed height: the browser's own End may stop short.
    if (event.key === 'End' && event.target === event.currentTarget) scroll.toBottom();
  };
  const now = useNow(60_000);
  const waiting = loading || (rows.length === 0 && snapshot.messages.length > 0);
  const empty = !waiting && rows.length === 0;

  return (
    <div className="relative flex min-h-0 flex-1 flex-col">
      {loadingOlder && !waiting && (
        <p
          role="status"
          className="absolute top-2 left-1/2 z-10 -translate-x-1/2 rounded-full border border-line bg-surface px-3 py-1 text-xs text-ink-2 shadow-low"
        >
          {t('thread.loadingOlder')}
        </p>
      )}
      {past === 'failed' && !waiting && <OlderFailed onRetry={retryOlder} />}
      <div
        ref={scroll.scroller}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: keyboards must reach a scrolling region
        tabIndex={0}
        id="messages"
        data-items="[data-actions]"
        role="log"
        aria-live="off"
        aria-label={t('thread.log')}
        aria-busy={waiting}
        onWheel={scroll.onHands}
        onTouchMove={scroll.onHands}
        onPointerDown={scroll.onHands}
        onKeyDown={press}
        onKeyDownCapture={roving.move}
        onFocus={roving.onFocus}
        className="flex min-h-0 flex-1 flex-col overflow-x-hidden overflow-y-auto -outline-offset-2 [overflow-anchor:none]"
      >
        <div className="min-h-3 grow" />
        <Virtualizer
          ref={scroll.view}
          scrollRef={scroll.scroller}
          shift={scroll.shift}
          bufferSize={500}
          startMargin={12}
          onScroll={scroll.onScroll}
          onScrollEnd={scroll.onScrollEnd}
        >
          {rows.map((row, index) => (
            <div
              key={row.key}
              data-key={row.key}
              className={index === rows.length - 1 ? 'pb-3' : undefined}
            >
              <ReadingProvider value={reading}>
                <Boundary broken={<BrokenRow />}>
                  <ThreadRow
                    row={row}
                    open={open}
                    visitor={visitor}
                    now={now}
                    reachable={row.key === roving.reachable}
                  />
                </Boundary>
              </ReadingProvider>
            </div>
          ))}
        </Virtualizer>
        {waiting && <p className="text-center text-s text-ink-3">{t('thread.loading')}</p>}
        {waiting && <div className="grow" />}
        {empty && (
          <Notice icon={<MessageSquare size={22} />} title={t('thread.empty')} level="h2" />
        )}
      </div>
      {scroll.atEnd === false && <JumpButton fresh={scroll.fresh} onJump={scroll.toBottom} />}
      <Announcer messages={snapshot.messages} visitor={visitor} loading={loading} />
    </div>
  );
}
