import type { Typing } from '@walkie/client';
import { shownName } from '@walkie/client/blank';
import { outOfReach, REACH_PAGES, type Span, spanOf } from '@walkie/client/reading';
import { useEffect, useMemo, useRef, useState } from 'react';
import { useWords } from '../i18n/words.tsx';
import { type Row, threadRows } from '../model/rows.ts';
import { useAttention } from './useAttention.ts';
import type { OpenConversation } from './useConversation.ts';

const NO_ROWS: readonly Row[] = [];

/**
 * The rows of an open conversation; none until the first unread message is among them. The divider
 * stays where reading began.
 */
export function useThreadRows(open: OpenConversation, visitor: string): readonly Row[] {
  const { snapshot } = open;
  const { t } = useWords();
  const colleague = t('moved.someone');
  const unread = useSpan(open);
  const reached = useReach(open, unread);
  const { messages, activity, hasOlder, typing } = snapshot;
  const rows = useMemo(
    () => (reached ? threadRows({ messages, activity, hasOlder, unread }) : NO_ROWS),
    [reached, messages, activity, hasOlder, unread],
  );
  return useMemo(() => {
    if (typing.length === 0 || !reached) return rows;
    return [...rows, ...typing.map((one) => typingRow(one, visitor, colleague))];
  }, [rows, reached, typing, visitor, colleague]);
}

function typingRow({ sender, text }: Typing, visitor: string, colleague: string): Row {
  const staff = sender.type !== 'visitor';
  const name = staff ? shownName(sender.name) || colleague : visitor;
  const key = `typing-${sender.type}-${sender.id}`;
  return { kind: 'typing', key, name, text: text ?? '', staff };
}

/** Known in the same render as the messages: the list decides by it where it opens. */
function useSpan({ snapshot }: OpenConversation): Span | null {
  const attention = useAttention();
  const [span, setSpan] = useState<Span | null>(null);
  const next = spanOf(span, snapshot, attention);
  if (next !== span) setSpan(next);
  return next;
}

/** Loads older pages until the first unread message is here, or until it is not worth the wait. */
function useReach({ handle, snapshot }: OpenConversation, span: Span | null): boolean {
  const [reached, setReached] = useState(false);
  const pages = useRef(0);
  const { loading, loadingOlder, older } = snapshot;
  const missing = outOfReach(snapshot, span);
  useEffect(() => {
    if (reached || loading || loadingOlder) return;
    if (!missing || older === 'failed' || pages.current >= REACH_PAGES) return setReached(true);
    pages.current += 1;
    void handle.loadOlder();
  }, [handle, reached, loading, loadingOlder, older, missing]);
  return reached || (!loading && !missing);
}
