// The conversation: follows its end only while the reader is there, keeps its place when older
// messages come in above, and tells screen readers about new messages alone.

import type { ComponentChildren, RefObject } from 'preact';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { Words } from '../i18n/words.ts';
import type { Line } from '../thread/line.ts';
import { rowsOf } from '../thread/rows.ts';
import { Bubble } from './bubble.tsx';
import { ArrowDown } from './icons.tsx';
import { Typing } from './typing.tsx';

interface ThreadProps {
  words: Words;
  lines: readonly Line[];
  /** Nothing older exists. */
  complete: boolean;
  loadingOlder: boolean;
  /** Who is typing; null: nobody. */
  typing: string | null;
  greeting: ComponentChildren;
  ending: ComponentChildren;
  scroller: RefObject<HTMLDivElement | null>;
  onOlder: () => void;
  onRetry: (key: string) => void;
  /** The reader stands at the end, or no longer does. */
  onEnd: (there: boolean) => void;
}

const near_end = 48;
const near_start = 240;

export function Thread(props: ThreadProps) {
  const { words, lines, complete, loadingOlder, typing, greeting, ending, scroller } = props;
  const { onOlder, onRetry, onEnd } = props;
  const atEnd = useRef(true);
  const before = useRef<{ first: string; last: string; count: number; height: number }>(null);
  const [fresh, setFresh] = useState(0);
  const [spoken, setSpoken] = useState('');

  const settle = (there: boolean) => {
    if (there) setFresh(0);
    if (there === atEnd.current) return;
    atEnd.current = there;
    onEnd(there);
  };

  const toEnd = (smooth = false) => {
    const box = scroller.current;
    box?.scrollTo({ top: box.scrollHeight, behavior: smooth ? 'smooth' : 'instant' });
  };

  const onScroll = () => {
    const box = scroller.current;
    if (!box) return;
    settle(box.scrollHeight - box.scrollTop - box.clientHeight <= near_end);
    if (!complete && !loadingOlder && box.scrollTop < near_start) onOlder();
  };

  useLayoutEffect(() => {
    const box = scroller.current;
    if (!box) return;
    const was = before.current;
    const first = lines[0]?.key ?? '';
    const last = lines.at(-1);
    if (was && was.first !== '' && first !== was.first && (last?.key ?? '') === was.last) {
      // Older ones came in above: what was on the screen stays where it was.
      box.scrollTop += box.scrollHeight - was.height;
    } else if (last && was && last.key !== was.last) {
      const added = lines.slice(lines.findIndex((line) => line.key === was.last) + 1);
      const heard = added.filter((line) => !line.mine);
      if (was.count > 0 && heard.length > 0) {
        setSpoken(heard.map((line) => `${line.name || words.t('team')}: ${line.text}`).join('\n'));
      }
      if (last.mine) {
        toEnd();
        settle(true);
      } else if (!atEnd.current) {
        setFresh((n) => n + heard.length);
      }
    }
    if (atEnd.current) toEnd();
    before.current = {
      first,
      last: last?.key ?? '',
      count: lines.length,
      height: box.scrollHeight,
    };
  });

  useEffect(() => {
    const box = scroller.current;
    if (!box) return;
    // A keyboard, a banner or a picture changes the room: whoever reads the end goes on doing so.
    const watch = new ResizeObserver(() => atEnd.current && toEnd());
    watch.observe(box);
    return () => watch.disconnect();
  }, []);

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
          {complete ? greeting : <p class="older">{loadingOlder ? words.t('older') : ''}</p>}
          {rowsOf(lines, complete).map((row) =>
            row.type === 'day' ? (
              <p key={row.key} class="day">
                <span>{words.formats.day(new Date(row.at), now)}</span>
              </p>
            ) : (
              <Bubble
                key={row.key}
                words={words}
                line={row.line}
                first={row.first}
                last={row.last}
                onRetry={onRetry}
              />
            ),
          )}
          {ending}
          {typing !== null && <Typing words={words} name={typing} />}
        </div>
      </div>
      {fresh > 0 && (
        <button
          type="button"
          class="jump"
          aria-label={`${words.t('new_messages', { count: fresh })}. ${words.t('jump')}`}
          onClick={() => toEnd(true)}
        >
          <ArrowDown />
          {words.t('new_messages', { count: fresh })}
        </button>
      )}
      <p class="sr" aria-live="polite">
        {spoken}
      </p>
    </div>
  );
}
