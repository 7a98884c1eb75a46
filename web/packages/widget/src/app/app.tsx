// The widget's frame and the visitor's full page: one app. Here the session's signals meet the
// components; nothing else knows both.
import { useComputed, useSignal, useSignalEffect } from '@preact/signals';
import { pickLocale } from '@walkie/i18n';
import { useCallback, useEffect, useMemo, useRef } from 'preact/hooks';
import { wordsIn } from '../i18n/words.ts';
import type { Kept } from '../session/kept.ts';
import { healthOf, linesOf } from '../session/lines.ts';
import type { Session } from '../session/session.ts';
import { Banner } from '../ui/banner.tsx';
import { Composer } from '../ui/composer.tsx';
import { ForgetDialog } from '../ui/forget_dialog.tsx';
import { Greeting } from '../ui/greeting.tsx';
import { Header } from '../ui/header.tsx';
import { Globe, Leave, SoundOff, SoundOn } from '../ui/icons.tsx';
import { Thread } from '../ui/thread.tsx';
import { applyLanguage } from './page.ts';
import type { Sound } from './sound.ts';

export interface AppProps {
  session: Session;
  kept: Kept;
  sound: Sound;
  lang: string;
  /** Whether the visitor can see the app at all; the loader opens and closes it. */
  open: { value: boolean };
  /** Counts up when the cursor should go into the composer. */
  focus: { value: number };
  onClose?: (() => void) | undefined;
  onUnread?: (count: number) => void;
  onArrived?: (id: number, conversation_id: number) => void;
}

const content_bytes = 16_384;

export function App(props: AppProps) {
  const { session, kept, sound, open, focus, onClose, onUnread, onArrived } = props;
  const lang = useSignal(pickLocale(kept.lang(), [props.lang]));
  const draft = useSignal(kept.draft());
  const muted = useSignal(kept.muted());
  const asking = useSignal(false);
  const atEnd = useSignal(true);
  const seen = useSignal(!document.hidden);
  const scroller = useRef<HTMLDivElement>(null);
  const words = useMemo(() => wordsIn(lang.value), [lang.value]);
  const snapshot = session.snapshot.value;
  const health = healthOf(snapshot, session.first.value, session.reached.value);
  const lines = useComputed(() => linesOf(session.snapshot.value, session.first.value)).value;
  const state = session.state.value;

  useEffect(() => applyLanguage(words), [words]);
  useEffect(() => {
    const look = () => {
      seen.value = !document.hidden;
    };
    const leave = (event: KeyboardEvent) => {
      if (event.key === 'Escape' && !event.defaultPrevented && !event.isComposing) onClose?.();
    };
    document.addEventListener('visibilitychange', look);
    document.addEventListener('keydown', leave);
    return () => {
      document.removeEventListener('visibilitychange', look);
      document.removeEventListener('keydown', leave);
    };
  }, [onClose]);

  const last = useRef(-1);
  useSignalEffect(() => {
    const now = session.snapshot.value;
    const reading = open.value && seen.value && atEnd.value;
    if (!now || now.loading) return;
    const theirs = now.messages.filter((view) => view.state === 'received');
    const newest = theirs.at(-1);
    const seq = newest?.state === 'received' ? newest.message.seq : 0;
    if (last.current >= 0 && seq > last.current && newest?.state === 'received') {
      if (!reading || !document.hasFocus()) sound.blip();
      onArrived?.(newest.message.id, now.id);
    }
    last.current = seq;
    if (reading && seq > now.read.mine) session.read();
    const unread = theirs.filter(
      (view) => view.state === 'received' && view.message.seq > now.read.mine,
    );
    // The page holds only its newest part; the row knows the count when that is more.
    const far = now.hasOlder && unread.length === theirs.length ? now.conversation?.unread : 0;
    onUnread?.(reading ? 0 : Math.min(100, Math.max(unread.length, far ?? 0)));
  });

  const write = (text: string) => {
    draft.value = text;
    kept.keepDraft(text);
    if (text) session.typing(text);
  };
  const send = () => {
    const text = draft.value.trim();
    if (!text) return;
    // First the bubble, then the empty field: the text is never nowhere.
    session.send(text);
    draft.value = '';
    kept.keepDraft('');
  };
  const speak = () => {
    lang.value = words.locale === 'en' ? 'zh-CN' : 'en';
    kept.keepLang(lang.value);
  };
  const mute = () => {
    muted.value = !muted.value;
    kept.keepMuted(muted.value);
  };
  const retry = useCallback((key: string) => session.retry(key), [session]);
  const older = useCallback(() => session.loadOlder(), [session]);
  const typist = snapshot?.typing.find(({ sender }) => sender.type !== 'visitor');

  return (
    <div class="app">
      <Header
        words={words}
        title={words.t('chat')}
        // Who is offline does not know who else is there.
        agents={
          health.kind === 'offline'
            ? []
            : (snapshot?.presence?.agents ?? []).map((agent) => agent.name)
        }
        choices={[
          {
            label: muted.value ? words.t('sound_on') : words.t('sound_off'),
            icon: muted.value ? SoundOn : SoundOff,
            onChoose: mute,
          },
          {
            label: words.t('language'),
            icon: Globe,
            lang: words.locale === 'en' ? 'zh-CN' : 'en',
            onChoose: speak,
          },
          {
            label: words.t('forget'),
            icon: Leave,
            danger: true,
            onChoose: () => {
              asking.value = true;
            },
          },
        ]}
        onClose={onClose}
      />
      <Banner words={words} health={health} />
      <Thread
        words={words}
        lines={lines}
        complete={!snapshot || (!snapshot.loading && !snapshot.hasOlder)}
        loadingOlder={snapshot?.loading === true || snapshot?.loadingOlder === true}
        typing={typist ? (typist.sender.name ?? '') : null}
        greeting={<Greeting words={words} alone={lines.length === 0} />}
        ending={
          snapshot?.conversation?.status === 'resolved' ? (
            <p class="note">{words.t('resolved')}</p>
          ) : state === 'signed_out' ? (
            <p class="note">{words.t('signed_out')}</p>
          ) : null
        }
        scroller={scroller}
        onOlder={older}
        onRetry={retry}
        onEnd={(there) => {
          atEnd.value = there;
        }}
      />
      <Composer
        words={words}
        text={draft.value}
        limit={content_bytes}
        focus={focus.value}
        onText={write}
        onSend={send}
      />
      <p class="powered">
        {words.t('powered')}{' '}
        <a href="/" target="_blank" rel="noopener">
          Walkie
        </a>
      </p>
      {asking.value && (
        <ForgetDialog
          words={words}
          onCancel={() => {
            asking.value = false;
          }}
          onForget={() => {
            asking.value = false;
            draft.value = '';
            void session.forget();
          }}
        />
      )}
    </div>
  );
}
