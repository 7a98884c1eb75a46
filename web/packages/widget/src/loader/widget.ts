// The launcher and the panel on the host page.
import { keepIn } from '../bridge/keep.ts';
import { isToHost, type ThemeChoice, type ToFrame } from '../bridge/messages.ts';
import type { WalkieWidget, WidgetEvents } from './api.ts';
import { keepAttached } from './attach.ts';
import { keptFor } from './kept.ts';
import { holdPage, small } from './page.ts';
import { buildPanel } from './panel.ts';
import { wordsFor } from './words.ts';

export interface WidgetOptions {
  origin: string;
  inbox: string;
  lang: string;
  theme: ThemeChoice;
  left: boolean;
}

type Listener = (detail: never) => void;

export function mountWidget({ origin, inbox, lang, theme, left }: WidgetOptions): WalkieWidget {
  const words = wordsFor(lang);
  const keep = keepIn(() => localStorage);
  const kept = keptFor(inbox);
  const key = `walkie:${inbox}:token`;
  const listeners = new Map<keyof WidgetEvents, Set<Listener>>();
  // Of this tab alone: on a site with many pages an open chat stays open.
  const tab = keepIn(() => sessionStorage);
  const openKey = `walkie:${inbox}:open`;
  const { host, root, button, badge, panel } = buildPanel(theme, left);
  let frame: HTMLIFrameElement | undefined;
  // Before its hello the frame is still an empty page of another origin: nothing to talk to.
  let heard = false;
  let loaded = false;
  let isOpen = false;
  let wanted = false;
  let unread = 0;
  let release = () => {};
  // forget() before the frame's hello: the frame gets the token once more, to end it on the server.
  let parting: string | null | undefined;

  const emit = <K extends keyof WidgetEvents>(event: K, detail: WidgetEvents[K]) => {
    for (const listener of [...(listeners.get(event) ?? [])]) {
      // A host page's mistake stays the host page's: it is reported there and stops nothing here.
      try {
        (listener as (detail: WidgetEvents[K]) => void)(detail);
      } catch (error) {
        reportError(error);
      }
    }
  };

  const tell = (message: ToFrame) => heard && frame?.contentWindow?.postMessage(message, origin);

  const load = () => {
    // Loaded without a word: the server was away. The next opening tries again.
    if (frame && (heard || !loaded)) return;
    frame?.remove();
    loaded = false;
    frame = document.createElement('iframe');
    frame.title = words.title;
    // The host's origin travels in the fragment: the frame answers to it and to nobody else.
    frame.src = `${origin}/frame?inbox=${encodeURIComponent(inbox)}#${encodeURIComponent(location.origin)}`;
    // The server answers a site that it does not know with a page that says so.
    frame.referrerPolicy = 'origin';
    frame.addEventListener('load', () => {
      loaded = true;
    });
    panel.append(frame);
  };

  const show = () => {
    const count = unread > 99 ? '99+' : `${unread}`;
    badge.textContent = unread && !isOpen ? count : '';
    button.ariaExpanded = `${isOpen}`;
    button.ariaLabel = isOpen ? words.close : unread ? words.unread(count) : words.open;
    root.classList.toggle('on', isOpen);
  };

  const setOpen = (open: boolean, focus = true) => {
    if (open === isOpen) return;
    load();
    isOpen = open;
    wanted = focus;
    tab.set(openKey, open ? '1' : null);
    show();
    if (open) release = holdPage(panel);
    else release();
    if (focus) (open ? frame : button)?.focus();
    tell({ walkie: 1, type: 'visible', open, focus });
    emit(open ? 'open' : 'close', undefined);
  };

  addEventListener('message', ({ origin: from, source, data }) => {
    if (from !== origin || !frame || source !== frame.contentWindow || !isToHost(data)) return;
    if (data.type === 'hello') {
      heard = true;
      tell({
        walkie: 1,
        type: 'init',
        token: parting ?? keep.get(key),
        lang,
        theme,
        open: isOpen,
        focus: wanted,
        kept: kept.all(),
      });
      if (parting !== undefined) tell({ walkie: 1, type: 'forget' });
      parting = undefined;
    } else if (data.type === 'token') {
      keep.set(key, data.token);
    } else if (data.type === 'keep') {
      kept.set(data.name, data.value);
    } else if (data.type === 'unread') {
      unread = data.count;
      show();
      emit('unread', { count: unread });
    } else if (data.type === 'message') {
      const { id, conversation_id, sender_is_agent } = data;
      emit('message', { id, conversation_id, sender_is_agent });
    } else {
      setOpen(false);
    }
  });

  button.addEventListener('click', () => setOpen(!isOpen));
  button.addEventListener('pointerenter', load, { once: true });
  root.addEventListener('keydown', (event) => {
    if (event.key === 'Escape' && isOpen) {
      event.stopPropagation();
      setOpen(false);
    }
  });
  show();
  keepAttached(host, root, () => {
    heard = wanted = false;
  });
  // Never by itself over a whole phone screen.
  if (tab.get(openKey) && !matchMedia(small).matches) setOpen(true, false);
  // Somebody who has talked here before gets the badge without a click, once the page is quiet.
  if (keep.get(key)) (window.requestIdleCallback ?? setTimeout)(load);

  const widget: WalkieWidget = {
    open: () => setOpen(true),
    close: () => setOpen(false),
    toggle: () => setOpen(!isOpen),
    get isOpen() {
      return isOpen;
    },
    get unread() {
      return unread;
    },
    on(event, listener) {
      const set = listeners.get(event) ?? new Set();
      listeners.set(event, set.add(listener));
      return () => set.delete(listener);
    },
    forget() {
      if (!heard) parting ??= keep.get(key);
      keep.set(key, null);
      kept.clear();
      // The frame has storage of its own: it has to hear this, even when nobody opened it yet.
      load();
      tell({ walkie: 1, type: 'forget' });
    },
  };
  window.Walkie = widget;
  dispatchEvent(new CustomEvent('walkie:ready'));
  return widget;
}
