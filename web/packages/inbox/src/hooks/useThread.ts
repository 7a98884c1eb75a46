import { useEffect, useMemo, useState } from 'react';
import { useWords } from '../i18n/words.tsx';
import { visitorName } from '../model/preview.ts';
import { type Row, threadRows } from '../model/rows.ts';
import { useAttention } from './useAttention.ts';
import type { OpenConversation } from './useConversation.ts';

/** The rows of an open conversation. The divider stays where reading began until it is left. */
export function useThreadRows({ snapshot }: OpenConversation): readonly Row[] {
  const { t } = useWords();
  const [dividerSeq, setDividerSeq] = useState<number | null>(null);
  const { loading, messages, activity, hasOlder, typing, conversation, read } = snapshot;
  const readWhenOpened = read.mine;
  useEffect(() => {
    if (!loading) setDividerSeq((before) => before ?? readWhenOpened);
  }, [loading, readWhenOpened]);
  const rows = useMemo(
    () => threadRows({ messages, activity, hasOlder, dividerSeq }),
    [messages, activity, hasOlder, dividerSeq],
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
