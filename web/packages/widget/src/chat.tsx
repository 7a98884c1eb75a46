// /chat: the same app as a page of its own, for visitors who come by a link.
import '@walkie/tokens/tokens.css';
import './styles/app.css';
import { keepFocus } from '@walkie/focus';
import { applyTheme, followKeyboard } from './app/page.ts';
import { startApp } from './app/start.tsx';

const query = new URLSearchParams(location.search);
const theme = query.get('theme');
applyTheme(theme === 'light' || theme === 'dark' ? theme : 'auto');
followKeyboard();
const root = document.getElementById('app');
if (root) {
  keepFocus();
  startApp(root, {
    lang: query.get('lang') ?? navigator.language,
    open: true,
    hostToken: null,
    box: null,
    onToken: () => {},
  }).focus();
}
