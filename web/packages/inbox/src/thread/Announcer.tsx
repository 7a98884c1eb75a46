import type { MessageView } from '@walkie/client';
import { shownName } from '@walkie/client/blank';
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
  const [said, setSaid] = useState<number | null>(null);
  const heard = useRef<number | null>(null);
  const others = messages.filter((view) => isLogged(view)).filter((view) => !view.mine);
  const id = others.at(-1)?.message.id ?? 0;
  useEffect(() => {
    if (loading) return;
    const before = heard.current;
    heard.current = id;
    if (before !== null && id > before) setSaid(id);
  }, [id, loading]);
  // Told from the thread as it is now: what was deleted since is no longer there to be read.
  const view = others.findLast(({ message }) => message.id === said);
  const text =
    view === undefined || view.message.deleted_at !== null
      ? ''
      : t('thread.newFrom', {
          name: shownName(view.message.sender.name) || t('contact.visitor'),
          text: plain(view.content),
        });
  return (
    <div aria-live="polite" className="unseen">
      {text}
    </div>
  );
}
