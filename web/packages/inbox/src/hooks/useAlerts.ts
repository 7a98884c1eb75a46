import type { ConversationHint } from '@walkie/client';
import { followInbox } from '@walkie/client/inbox';
import { plain } from '@walkie/text';
import { createContext, use, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { useWords } from '../i18n/words.tsx';
import { type Call, createConcerns } from '../model/concerns.ts';
import { usePreferences } from '../model/preferences.ts';
import { visitorName } from '../model/preview.ts';
import { allowSound, ring } from './sound.ts';
import { useAttention } from './useAttention.ts';
import { useDesk, type Word } from './useDesk.ts';
import { useTitle } from './useTitle.ts';
import { useLine, useWalkie } from './walkie.tsx';

/** After a change the numbers are asked for again: not at once, and once for many. */
const RELEARN_MS = 1500;
/** After a failure again, later each time, up to this. */
const MOST_MS = 24_000;
/** One ring for what a visitor writes in one go. */
const RING_MS = 3000;

export interface Alerts {
  /** Open conversations, mine and unassigned, with something unread. */
  readonly waiting: number;
  /** Something has called since the page was opened. */
  readonly called: boolean;
  readonly read: (conversation: number, seq: number) => void;
  readonly take: (conversation: number) => void;
}

const NONE: Alerts = { waiting: 0, called: false, read() {}, take() {} };
const AlertsContext = createContext<Alerts>(NONE);
export const AlertsProvider = AlertsContext;
export const useAlerted = (): Alerts => use(AlertsContext);

/** Sound, browser notifications, title and badge, on every page and agreed between the tabs. */
export function useAlerts(selected: number | null, onOpen: (conversation: number) => void): Alerts {
  const { client, me } = useWalkie();
  const [waiting, setWaiting] = useState(0);
  const [called, setCalled] = useState(false);
  const concerns = useMemo(() => createConcerns(me.id), [me.id]);
  const count = useCallback(() => setWaiting(concerns.waiting()), [concerns]);
  const relearn = useRelearn(concerns, count);
  const heard = (word: Word) => {
    if (word.type === 'take') return concerns.take(word.conversation);
    if (word.type === 'watch') return;
    client.rows.mark(word.conversation, word.seq);
    if (!concerns.read(word.conversation, word.seq)) return;
    count();
    relearn(RELEARN_MS);
  };
  const desk = useDesk(me.id, heard);
  const attention = useAttention();
  useEffect(() => desk.watch(attention ? selected : null), [desk, attention, selected]);
  const call = useCall(onOpen);

  useEffect(() => {
    const hint = (row: ConversationHint) => {
      const why = concerns.hear(row);
      count();
      relearn(RELEARN_MS);
      if (why === null || desk.watched(row.id)) return;
      setCalled(true);
      if (desk.rings()) call(why, row);
    };
    // What the list shows the title says at the same moment; the rest is asked for.
    const table = client.rows.listen((id) => {
      const row = client.rows.isCounted(id) ? client.rows.get(id) : null;
      if (row !== null && concerns.counted(row)) count();
    });
    relearn(0);
    const hints = followInbox(client, hint, () => relearn(0));
    return () => {
      table();
      hints();
    };
  }, [client, concerns, count, relearn, desk, call]);
  useTitle(waiting);
  useSoundAllowed();
  const read = useCallback(
    (conversation: number, seq: number) => desk.say({ type: 'read', conversation, seq }),
    [desk],
  );
  const take = useCallback(
    (conversation: number) => desk.say({ type: 'take', conversation }),
    [desk],
  );
  return useMemo(() => ({ waiting, called, read, take }), [waiting, called, read, take]);
}

/** Asks the server what waits, at the earliest after so many milliseconds. */
function useRelearn(
  { learn, moment }: ReturnType<typeof createConcerns>,
  done: () => void,
): (ms: number) => void {
  const { api } = useLine();
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const failures = useRef(0);
  const closed = useRef(false);
  useEffect(() => {
    closed.current = false;
    return () => {
      closed.current = true;
      clearTimeout(timer.current);
    };
  }, []);
  return useCallback(
    function relearn(ms: number) {
      const ask = async () => {
        timer.current = undefined;
        const asked = moment();
        const open = { status: 'open', limit: 200 } as const;
        const lists = ['me', 'none'].map((assignee) => api.conversations({ ...open, assignee }));
        const [mine, nobodys] = await Promise.all(lists);
        learn([...(mine?.items ?? []), ...(nobodys?.items ?? [])], asked);
        failures.current = 0;
        done();
      };
      const again = () => {
        failures.current += 1;
        if (!closed.current) relearn(Math.min(MOST_MS, RELEARN_MS * 2 ** failures.current));
      };
      if (timer.current !== undefined) {
        if (ms > 0) return;
        clearTimeout(timer.current);
      }
      timer.current = setTimeout(() => void ask().catch(again), ms);
    },
    [api, learn, moment, done],
  );
}

/** Rings and notifies, once for many messages of one conversation. */
function useCall(
  onOpen: (conversation: number) => void,
): (why: Call, row: ConversationHint) => void {
  const { t } = useWords();
  const latest = useRef({ onOpen, t });
  useEffect(() => {
    latest.current = { onOpen, t };
  });
  const rang = useRef(new Map<number, number>());
  return useCallback((why, row) => {
    const now = Date.now();
    for (const [id, at] of rang.current) if (now - at >= RING_MS) rang.current.delete(id);
    if (rang.current.has(row.id)) return;
    rang.current.set(row.id, now);
    const { t: say, onOpen: open } = latest.current;
    if (usePreferences.getState().sound) ring();
    const name = visitorName(row, say);
    notify(row, say(why === 'message' ? 'alert.newMessage' : 'alert.assigned', { name }), open);
  }, []);
}

function notify(row: ConversationHint, title: string, onOpen: (id: number) => void): void {
  if (document.hasFocus() || !usePreferences.getState().notify) return;
  if (typeof Notification === 'undefined' || Notification.permission !== 'granted') return;
  try {
    // The same tag replaces the last one in silence, unless it is told not to.
    const again = { renotify: true } as NotificationOptions;
    const body = plain(row.last_message ?? '');
    const shown = new Notification(title, { body, tag: `walkie-${row.id}`, ...again });
    shown.onclick = () => {
      window.focus();
      onOpen(row.id);
      shown.close();
    };
  } catch {
    // Android's Chrome has the class and refuses it outside of service workers.
  }
}

function useSoundAllowed(): void {
  useEffect(() => {
    window.addEventListener('pointerdown', allowSound);
    window.addEventListener('keydown', allowSound);
    return () => {
      window.removeEventListener('pointerdown', allowSound);
      window.removeEventListener('keydown', allowSound);
    };
  }, []);
}
