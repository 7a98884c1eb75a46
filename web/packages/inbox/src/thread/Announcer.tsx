import type { MessageView } from '@walkie/client';
import { shownName } from '@walkie/client/blank';
import { plain } from '@walkie/text';
import { useEffect, useRef, useState } from 'react';
import { useWords } from '../i18n/words.tsx';
import { isLogged, isVisitors } from '../model/rows.ts';

/** Says new messages of others aloud. Apart from the list, so that scrolling it stays silent. */
export function Announcer({
  messages,
  visitor,
  loading,
}: {
  messages: readonly MessageView[];
  visitor: string;
  loading: boolean;
}) {
  const { t } = useWords();
  const [said, setSaid] = useState<string | null>(null);
  /** The key of the last one; '': there was none; null: nothing is loaded. */
  const heard = useRef<string | null>(null);
  const others = messages.filter((view) => isLogged(view)).filter((view) => !view.mine);
  const last = others.at(-1)?.key ?? '';
  const latest = useRef(others);
  latest.current = others;
  useEffect(() => {
    if (loading) return;
    const before = heard.current;
    heard.current = last;
    // After what was last: a thread that was loaded afresh has nothing new.
    const known = before === '' || latest.current.some(({ key }) => key === before);
    if (before !== null && last !== before && known) setSaid(last);
  }, [last, loading]);
  // Told from the thread as it is now: what was deleted since is no longer there to be read.
  const view = others.findLast(({ key }) => key === said);
  const text =
    view === undefined || view.message.deleted_at !== null
      ? ''
      : t('thread.newFrom', {
          name: isVisitors(view)
            ? visitor
            : shownName(view.message.sender.name) || t('moved.someone'),
          text: plain(view.content),
        });
  return (
    <div aria-live="polite" className="unseen">
      {text}
    </div>
  );
}
