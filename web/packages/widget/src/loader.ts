// /widget.js: what a site embeds. One classic script, so that it works from any page; everything
// heavier waits in the frame until somebody wants to talk.
import { mountWidget } from './loader/widget.ts';

const script = document.currentScript;
if (script instanceof HTMLScriptElement && !window.Walkie) {
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
}
