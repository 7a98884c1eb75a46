// The widget's frame and the visitor's full page: one app. Here the session's signals meet the
// components; nothing else knows both.
import { type ReadonlySignal, useComputed, useSignal } from '@preact/signals';
import { shownName } from '@walkie/client/blank';
import { pickLocale } from '@walkie/i18n';
import { useEffect, useMemo } from 'preact/hooks';
import { wordsIn } from '../i18n/words.ts';
import type { Kept } from '../session/kept.ts';
import { healthOf, linesOf } from '../session/lines.ts';
import type { Session } from '../session/session.ts';
import type { Line } from '../thread/line.ts';
import { Banner } from '../ui/banner.tsx';
import { Footer } from '../ui/footer.tsx';
import { ForgetDialog } from '../ui/forget_dialog.tsx';
import { Greeting } from '../ui/greeting.tsx';
import { Header } from '../ui/header.tsx';
import { Thread } from '../ui/thread.tsx';
import { type AttentionOptions, useAttentive, useUnread } from './attention.ts';
import { menuChoices } from './choices.ts';
import { useDraft } from './draft.ts';
import { applyLanguage, applyTitle } from './page.ts';
import { useReading } from './reading.ts';
import { useWays } from './ways.ts';
import { Writing } from './writing.tsx';

export interface AppProps extends Pick<AttentionOptions, 'sound' | 'onUnread' | 'onArrived'> {
  session: Session;
  kept: Kept;
  lang: string;
  /** Whether the visitor can see the app at all; the loader opens and closes it. */
  open: ReadonlySignal<boolean>;
  /** Counts up when the cursor should go into the composer. */
  focus: ReadonlySignal<number>;
  onClose?: (() => void) | undefined;
}

/** The server's default limit for a message, in bytes of UTF-8, until it is asked. */
const content_bytes = 16_384;

const none: readonly Line[] = [];

export function App({ session, kept, open, focus, onClose, ...props }: AppProps) {
  const lang = useSignal(pickLocale(kept.lang(), [props.lang]));
  const drafting = useDraft(session, kept);
  const ways = useWays(session, drafting);
  const muted = useSignal(kept.muted());
  const asking = useSignal(false);
  const atEnd = useSignal(false);
  const words = useMemo(() => wordsIn(lang.value), [lang.value]);
  const attentive = useAttentive(open);
  const unread = useUnread({ ...props, session, attentive, atEnd }).value;
  const { span, reaching, sight } = useReading({ session, open, attentive });
  const snapshot = session.snapshot.value;
  const health = healthOf(
    snapshot,
    session.first.value,
    session.reached.value,
    session.refusal.value,
    session.foreign.value,
  );
  const lines = useComputed(() => linesOf(session.snapshot.value, session.first.value)).value;
  const typist = snapshot?.typing.find(({ sender }) => sender.type !== 'visitor')?.sender;
  const closed = snapshot?.conversation?.status === 'resolved';
  const signedOut = session.state.value === 'signed_out';
  // Who is offline does not know who else is there.
  const agents = health.kind === 'offline' ? [] : (snapshot?.presence?.agents ?? []);

  useEffect(() => applyLanguage(words), [words]);
  useEffect(() => applyTitle(words, unread), [words, unread]);
  useEffect(() => {
    const leave = (event: KeyboardEvent) => {
      if (event.key === 'Escape' && !event.defaultPrevented && !event.isComposing) onClose?.();
    };
    document.addEventListener('keydown', leave);
    return () => document.removeEventListener('keydown', leave);
  }, [onClose]);

  const choices = menuChoices(words, {
    muted: muted.value,
    onMute() {
      muted.value = !muted.value;
      kept.keepMuted(muted.value);
    },
    onLanguage() {
      lang.value = words.locale === 'en' ? 'zh-CN' : 'en';
      kept.keepLang(lang.value);
    },
    onForget() {
      asking.value = true;
    },
  });
  return (
    <div class="app" data-homes="textarea">
      <Header
        words={words}
        title={words.t('chat')}
        agents={agents.map((agent) => shownName(agent.name)).filter(Boolean)}
        choices={choices}
        onClose={onClose}
      />
      <Banner words={words} health={health} />
      <Thread
        words={words}
        lines={reaching ? none : lines}
        open={open.value}
        attentive={attentive.value}
        span={span}
        sight={sight}
        unread={unread}
        complete={!snapshot || (!snapshot.loading && !snapshot.hasOlder)}
        olderFailed={snapshot?.older === 'failed'}
        loadingOlder={reaching || snapshot?.loading === true || snapshot?.loadingOlder === true}
        typing={typist ? shownName(typist.name) : null}
        greeting={<Greeting words={words} alone={lines.length === 0} />}
        notice={closed ? words.t('resolved') : signedOut ? words.t('signed_out') : null}
        onOlder={() => session.loadOlder()}
        {...ways}
        onEnd={(there) => {
          atEnd.value = there;
        }}
      />
      <Writing
        words={words}
        drafting={drafting}
        limit={snapshot?.content_bytes ?? content_bytes}
        focus={focus}
      />
      <Footer words={words} typingShown={(snapshot?.typing_text_bytes ?? 0) > 0} />
      {asking.value && (
        <ForgetDialog
          words={words}
          onCancel={() => {
            asking.value = false;
          }}
          onForget={() => {
            asking.value = false;
            drafting.draft.value = '';
            void session.forget();
          }}
        />
      )}
    </div>
  );
}
