import type { MessageView } from '@walkie/client';
import { plain } from '@walkie/text';
import { useEffect, useRef, useState } from 'react';
import { useWords } from '../i18n/words.tsx';
import { isLogged } from '../model/rows.ts';

/** Says new messages of others aloud. Apart from the list, so that scrolling it stays silent. */
export function Announcer({
  messages,
  loading,
}: {
  messages: readonly MessageView[];
  loading: boolean;
}) {
  const { t } = useWords();
  const [said, setSaid] = useState('');
  const heard = useRef<number | null>(null);
  const newest = messages.findLast((view) => isLogged(view) && !view.mine);
  const id = newest !== undefined && isLogged(newest) ? newest.message.id : 0;
  useEffect(() => {
    if (loading) return;
    const before = heard.current;
    heard.current = id;
    if (before === null || id <= before || newest === undefined || !isLogged(newest)) return;
    setSaid(t('thread.newFrom', { name: newest.message.sender.name, text: plain(newest.content) }));
  }, [id, loading, newest, t]);
  return (
    <div aria-live="polite" className="unseen">
      {said}
    </div>
  );
}
