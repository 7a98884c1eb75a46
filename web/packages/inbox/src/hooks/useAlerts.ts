import type { Conversation, ConversationHint } from '@walkie/client';
import { followInbox } from '@walkie/client/inbox';
import { plain } from '@walkie/text';
import { useEffect, useRef, useState } from 'react';
import { useWords } from '../i18n/words.tsx';
import { calls } from '../model/alerts.ts';
import { usePreferences } from '../model/preferences.ts';
import { visitorName } from '../model/preview.ts';
import { allowSound, ring } from './sound.ts';
import { attentive, useAttention } from './useAttention.ts';
import { useWalkie } from './walkie.tsx';

/** Sound, browser notification and the number in the tab's title. */
export function useAlerts(
  selected: number | null,
  rows: readonly Conversation[],
  onOpen: (conversation: number) => void,
): void {
  const waiting = useWaiting(selected, onOpen);
  const unread = new Set(waiting);
  for (const row of rows) if (row.unread > 0) unread.add(row.id);
  useTitle(unread.size);
  useEffect(() => {
    window.addEventListener('pointerdown', allowSound);
    window.addEventListener('keydown', allowSound);
    return () => {
      window.removeEventListener('pointerdown', allowSound);
      window.removeEventListener('keydown', allowSound);
    };
  }, []);
}

/** Conversations that called since they were last looked at. */
function useWaiting(
  selected: number | null,
  onOpen: (conversation: number) => void,
): ReadonlySet<number> {
  const { client, me } = useWalkie();
  const { t } = useWords();
  const [waiting, setWaiting] = useState<ReadonlySet<number>>(new Set());
  const attention = useAttention();
  const heard = useRef(new Map<number, string>());
  const latest = useRef({ selected, onOpen, t });
  useEffect(() => {
    latest.current = { selected, onOpen, t };
  });
  useEffect(() => {
    if (selected === null || !attention) return;
    setWaiting((before) => new Set([...before].filter((id) => id !== selected)));
  }, [selected, attention]);
  useEffect(() => {
    const since = new Date().toISOString();
    const hint = (row: ConversationHint) => {
      const now = latest.current;
      const watched = attentive() ? now.selected : null;
      const called = calls(row, heard.current, since, { me: me.id, watched });
      if (row.last_message_at !== null) heard.current.set(row.id, row.last_message_at);
      if (!called) return;
      setWaiting((before) => new Set(before).add(row.id));
      if (usePreferences.getState().sound) ring();
      notify(row, now.t('alert.newMessage', { name: visitorName(row, now.t) }), now.onOpen);
    };
    return followInbox(client, hint);
  }, [client, me]);
  return waiting;
}

function notify(row: ConversationHint, title: string, onOpen: (id: number) => void): void {
  if (attentive() || !usePreferences.getState().notify) return;
  if (typeof Notification === 'undefined' || Notification.permission !== 'granted') return;
  try {
    const shown = new Notification(title, {
      body: plain(row.last_message ?? ''),
      tag: `walkie-${row.id}`,
    });
    shown.onclick = () => {
      window.focus();
      onOpen(row.id);
      shown.close();
    };
  } catch {
    // Android's Chrome has the class and refuses it outside of service workers.
  }
}

function useTitle(count: number): void {
  const { t } = useWords();
  useEffect(() => {
    const title = `${t('nav.inbox')} · ${t('app.name')}`;
    document.title = count === 0 ? title : t('title.unread', { count, title });
    return () => {
      document.title = title;
    };
  }, [count, t]);
}
