// What the document itself needs: language, theme, title, and the height that a keyboard leaves.
import type { ThemeChoice } from '../bridge/messages.ts';
import type { Words } from '../i18n/words.ts';

export function applyTheme(theme: ThemeChoice) {
  if (theme === 'auto') delete document.documentElement.dataset['theme'];
  else document.documentElement.dataset['theme'] = theme;
}

export function applyLanguage(words: Words) {
  document.documentElement.lang = words.locale;
  document.querySelector('main')?.setAttribute('aria-label', words.t('chat'));
}

/** 100 means more than 99. */
export function applyTitle(words: Words, unread: number) {
  const count = unread > 99 ? '99+' : `${unread}`;
  document.title = unread > 0 ? `(${count}) ${words.t('chat')}` : words.t('chat');
}

/** iOS lays its keyboard over the page without changing `100dvh`; the visual viewport knows. */
export function followKeyboard() {
  const view = window.visualViewport;
  if (!view) return;
  const fit = () => {
    if (view.scale > 1.01) return;
    document.documentElement.style.setProperty('--height', `${view.height}px`);
    window.scrollTo(0, 0);
  };
  view.addEventListener('resize', fit);
}
