// Where the visitor's attention is, and what follows from it: what comes while nobody looks is
// counted, and heard.
import { type ReadonlySignal, useComputed, useSignal, useSignalEffect } from '@preact/signals';
import type { ConversationSnapshot, LoggedMessage } from '@walkie/client';
import { useEffect, useRef } from 'preact/hooks';
import type { Session } from '../session/session.ts';
import type { Sound } from './sound.ts';

export interface AttentionOptions {
  session: Session;
  sound: Sound;
  /** Whether somebody can see the app. */
  attentive: ReadonlySignal<boolean>;
  /** Whether the newest message is on the screen. */
  atEnd: ReadonlySignal<boolean>;
  onUnread?: ((count: number) => void) | undefined;
  onArrived?: ((id: number, conversation_id: number) => void) | undefined;
}

const heardIn = (snapshot: ConversationSnapshot): LoggedMessage[] =>
  snapshot.messages.filter((view): view is LoggedMessage => view.state === 'received');

/** Derived from the read position, never counted up and down; 100 means more than 99. */
export function unreadIn(snapshot: ConversationSnapshot): number {
  const heard = heardIn(snapshot).filter((view) => view.message.deleted_at === null);
  const unread = heard.filter((view) => view.message.seq > snapshot.read.mine).length;
  // Only the newest page is loaded; when all of it is unread, the row knows the whole count.
  const whole = snapshot.hasOlder && unread === heard.length ? snapshot.conversation?.unread : 0;
  return Math.min(100, Math.max(unread, whole ?? 0));
}

/** The panel is open and its page is not hidden. */
export function useAttentive(open: ReadonlySignal<boolean>): ReadonlySignal<boolean> {
  const looked = useSignal(!document.hidden);
  useEffect(() => {
    const look = () => {
      looked.value = !document.hidden;
    };
    document.addEventListener('visibilitychange', look);
    return () => document.removeEventListener('visibilitychange', look);
  }, []);
  return useComputed(() => open.value && looked.value);
}

/** Returns how many messages wait unread. */
export function useUnread(options: AttentionOptions): ReadonlySignal<number> {
  const { session, sound, attentive, atEnd, onUnread, onArrived } = options;
  const unread = useSignal(0);
  const newest = useRef<number | null>(null);

  useSignalEffect(() => {
    const snapshot = session.snapshot.value;
    const reading = attentive.value && atEnd.value;
    if (!snapshot) {
      newest.current = null;
      unread.value = 0;
      return;
    }
    if (snapshot.loading) return;
    const last = heardIn(snapshot).at(-1);
    const seq = last?.message.seq ?? 0;
    if (last && newest.current !== null && seq > newest.current) {
      if (!reading || !document.hasFocus()) sound.blip();
      onArrived?.(last.message.id, snapshot.id);
    }
    newest.current = seq;
    // What comes in sight is read in a moment; it is not worth a flash of the title.
    unread.value = reading ? 0 : unreadIn(snapshot);
  });
  useSignalEffect(() => onUnread?.(unread.value));
  return unread;
}
