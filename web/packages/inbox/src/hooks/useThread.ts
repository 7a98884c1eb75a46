import { useEffect, useMemo, useState } from 'react';
import { useWords } from '../i18n/words.tsx';
import { visitorName } from '../model/preview.ts';
import { type Row, type ThreadState, threadRows } from '../model/rows.ts';
import { useAttention } from './useAttention.ts';
import type { OpenConversation } from './useConversation.ts';

/** The rows of an open conversation. The divider stays where reading began until it is left. */
export function useThreadRows({ snapshot }: OpenConversation): readonly Row[] {
  const { t } = useWords();
  const [unread, setUnread] = useState<ThreadState['unread']>(null);
  const { loading, messages, activity, hasOlder, typing, conversation, read, last_seq } = snapshot;
  useEffect(() => {
    if (!loading) setUnread((before) => before ?? { after: read.mine, upTo: last_seq });
  }, [loading, read.mine, last_seq]);
  const rows = useMemo(
    () => threadRows({ messages, activity, hasOlder, unread }),
    [messages, activity, hasOlder, unread],
  );
  const writer = typing.find((one) => one.sender.type === 'visitor') ?? typing[0];
  return useMemo(() => {
    if (writer === undefined) return rows;
    const name = writer.sender.name ?? (conversation ? visitorName(conversation, t) : '');
    return [...rows, { kind: 'typing', key: 'typing', name, text: writer.text ?? '' } as const];
  }, [rows, writer, conversation, t]);
}

/** A message counts as read when it is in sight and somebody is in front of the screen. */
export function useReadUpTo({ handle, snapshot }: OpenConversation, inSight: boolean): void {
  const attention = useAttention();
  const { loading, last_seq, read } = snapshot;
  useEffect(() => {
    if (!loading && attention && inSight && last_seq > read.mine) handle.markRead();
  }, [handle, loading, attention, inSight, last_seq, read.mine]);
}
