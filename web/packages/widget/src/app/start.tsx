// Puts the app onto the page; what differs between frame and full page comes in as options.
import { signal } from '@preact/signals';
import { type ClientOptions, storageIn } from '@walkie/client';
import { pickLocale } from '@walkie/i18n';
import { render } from 'preact';
import { areaOf } from '../bridge/box.ts';
import { keepIn } from '../bridge/keep.ts';
import { wordsIn } from '../i18n/words.ts';
import { keptIn } from '../session/kept.ts';
import { createSession, type Session } from '../session/session.ts';
import { Boundary, BrokenApp } from '../ui/boundary.tsx';
import { App, type AppProps } from './app.tsx';
import { createSound } from './sound.ts';

interface StartOptions extends Pick<AppProps, 'onClose' | 'onUnread' | 'onArrived' | 'lang'> {
  open: boolean;
  hostToken: string | null;
  /** Keeps texts where this page's own storage is blocked; null: it is not. */
  box: Record<string, string> | null;
  onToken: (token: string | null) => void;
}

export interface Started {
  session: Session;
  setOpen(open: boolean): void;
  focus(): void;
}

/** Which inbox the page is for: `?inbox=`, else the first. */
export function inboxOf(search: string): number {
  const inbox = Number(new URLSearchParams(search).get('inbox'));
  return Number.isSafeInteger(inbox) && inbox > 0 ? inbox : 1;
}

export function startApp(root: Element, options: StartOptions): Started {
  const inbox = inboxOf(location.search);
  const { hostToken, onToken, box, ...rest } = options;
  const area = box && areaOf(box);
  const kept = keptIn(
    keepIn(() => area ?? localStorage),
    inbox,
  );
  // The outbox, too.
  const client: Partial<ClientOptions> = box
    ? { storage: (scope, _timers, log) => storageIn(scope, box, log) }
    : {};
  const open = signal(options.open);
  const focus = signal(0);
  const session = createSession({ inbox, kept, hostToken, onToken, client });
  const sound = createSound(() => kept.muted());
  const words = wordsIn(pickLocale(kept.lang(), [options.lang]));
  render(
    <Boundary broken={<BrokenApp words={words} />}>
      <App {...rest} session={session} kept={kept} sound={sound} open={open} focus={focus} />
    </Boundary>,
    root,
  );
  return {
    session,
    setOpen(value) {
      open.value = value;
    },
    focus() {
      // On a touch screen the cursor would bring up the keyboard unasked.
      if (matchMedia('(pointer: fine)').matches) focus.value += 1;
      else if (root instanceof HTMLElement) root.focus({ preventScroll: true });
    },
  };
}
