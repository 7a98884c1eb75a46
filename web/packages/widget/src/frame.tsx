// /frame: the app inside the panel that the loader made on the host page.
import '@walkie/tokens/tokens.css';
import './styles/app.css';
import { keepFocus } from '@walkie/focus';
import { connectHost, hostOrigin } from './app/host.ts';
import { applyTheme } from './app/page.ts';
import { startApp } from './app/start.tsx';
import { hostBox, isBlocked } from './bridge/box.ts';

const origin = hostOrigin(location.hash);
const root = document.getElementById('app');
if (root && origin && window.parent !== window) {
  const host = connectHost(origin);
  const { token, lang, theme, open, focus, kept = {} } = await host.start;
  applyTheme(theme);
  keepFocus();
  const app = startApp(root, {
    lang,
    open,
    hostToken: token,
    box: isBlocked()
      ? hostBox(kept, (name, value) => host.tell({ walkie: 1, type: 'keep', name, value }))
      : null,
    onToken: (kept) => host.tell({ walkie: 1, type: 'token', token: kept }),
    onClose: () => host.tell({ walkie: 1, type: 'close' }),
    onUnread: (count) => host.tell({ walkie: 1, type: 'unread', count }),
    onArrived: (id, conversation_id) =>
      host.tell({ walkie: 1, type: 'message', id, conversation_id, sender_is_agent: true }),
  });
  if (open && focus) app.focus();
  host.listen((message) => {
    if (message.type === 'forget') {
      void app.session.forget();
      return;
    }
    app.setOpen(message.open);
    if (message.open && message.focus) app.focus();
  });
} else {
  // Nobody embeds it: the full page is the same app.
  location.replace(`/chat${location.search}`);
}
