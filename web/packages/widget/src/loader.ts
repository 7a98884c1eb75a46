// /widget.js: what a site embeds. One classic script, so that it works from any page; everything
// heavier waits in the frame until somebody wants to talk.
import { mountWidget } from './loader/widget.ts';

// A script that was loaded as a module or by import() is not `currentScript`.
const script =
  document.currentScript ?? [...document.scripts].find(({ src }) => /\/widget\.js\b/.test(src));
if (window.Walkie) {
  // A second snippet on the page: the first one counts.
} else if (script instanceof HTMLScriptElement) {
  const { inbox, lang, theme, position } = script.dataset;
  const start = () =>
    mountWidget({
      origin: new URL(script.src).origin,
      inbox: inbox ?? '1',
      lang: lang || navigator.language,
      theme: theme === 'light' || theme === 'dark' ? theme : 'auto',
      left: position === 'left',
    });
  if (document.body) start();
  else document.addEventListener('DOMContentLoaded', start);
} else {
  // It knows its server by the tag's src.
  console.error('Walkie: load the chat with <script src=".../widget.js">.');
}
