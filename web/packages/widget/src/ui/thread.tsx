// The conversation as a log. New messages of others are told to screen readers by a region of their
// own, so that older ones come in silently.
import type { Sight, Span } from '@walkie/client/reading';
import { isolated } from '@walkie/i18n';
import { plain } from '@walkie/text';
import type { ComponentChildren } from 'preact';
import { useEffect } from 'preact/hooks';
import type { Words } from '../i18n/words.ts';
import type { Line } from '../thread/line.ts';
import { rowsOf } from '../thread/rows.ts';
import { Boundary } from './boundary.tsx';
import { Bubble } from './bubble.tsx';
import { useFollow } from './follow.ts';
import { Jump } from './jump.tsx';
import { Typing } from './typing.tsx';

interface ThreadProps {
  words: Words;
  lines: readonly Line[];
  /** Whether the panel shows it, and whether somebody can see it. */
  open: boolean;
  attentive: boolean;
  /** What was unread when reading began. */
  span: Span | null;
  /** Notes which messages have been on the screen. */
  sight: Sight;
  /** How many wait unread; 100: more than 99. */
  unread: number;
  /** Nothing older exists. */
  complete: boolean;
  loadingOlder: boolean;
  /** Older ones did not come; `onOlder` asks again. */
  olderFailed: boolean;
  /** Who is typing; null: nobody. */
  typing: string | null;
  greeting: ComponentChildren;
  /** What stands below the last message, such as that the conversation was closed. */
  notice: string | null;
  onOlder: () => void;
  onRetry: (key: string) => void;
  onEdit: (key: string, text: string) => void;
  onDiscard: (key: string) => void;
  /** The reader stands at the end, or no longer does. */
  onEnd: (there: boolean) => void;
}

export function Thread(props: ThreadProps) {
  const { words, lines, span, sight, complete, loadingOlder, olderFailed } = props;
  const { typing, greeting, notice, onOlder, onRetry, onEdit, onDiscard } = props;
  const more = !complete && !loadingOlder && !olderFailed;
  const { scroller, divider, atEnd, heard, onScroll, toEnd } = useFollow({ ...props, more });
  useEffect(() => (scroller.current ? sight.attach(scroller.current) : undefined), [sight]);
  const now = new Date();
  return (
    <div class="thread">
      <div
        ref={scroller}
        class="log"
        role="log"
        aria-live="off"
        aria-label={words.t('history')}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
        tabIndex={0}
        onScroll={onScroll}
      >
        <div class="column">
          {complete ? (
            greeting
          ) : olderFailed ? (
            <p class="older" role="status">
              {words.t('older_failed')}{' '}
              <button type="button" class="retry" onClick={onOlder}>
                {words.t('retry')}
              </button>
            </p>
          ) : (
            <p class="older">{loadingOlder ? words.t('older') : ''}</p>
          )}
          {rowsOf(lines, complete, span).map((row) =>
            row.type === 'day' ? (
              <p key={row.key} class="day">
                <span>{words.formats.day(new Date(row.at), now)}</span>
              </p>
            ) : row.type === 'unread' ? (
              <p key={row.key} ref={divider} class="day unread">
                <span>{words.t('unread', { count: row.count })}</span>
              </p>
            ) : (
              <Boundary key={row.key} broken={<p class="note">{words.t('broken')}</p>}>
                <Bubble
                  words={words}
                  line={row.line}
                  first={row.first}
                  last={row.last}
                  watch={sight.watch}
                  onRetry={onRetry}
                  onEdit={onEdit}
                  onDiscard={onDiscard}
                />
              </Boundary>
            ),
          )}
          {notice && <p class="note">{notice}</p>}
          {typing !== null && <Typing words={words} name={typing} />}
        </div>
      </div>
      {!atEnd && lines.length > 0 && <Jump words={words} unread={props.unread} onJump={toEnd} />}
      <div class="sr heard" aria-live="polite">
        {heard.map((line) => (
          <p key={line.key}>
            {`${isolated(line.name || words.t('team'))}: ${isolated(plain(line.text))}`}
          </p>
        ))}
      </div>
    </div>
  );
}
