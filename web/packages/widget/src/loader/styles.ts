// Everything visible on the host page. An adopted sheet is the one kind of style that a strict
// content security policy lets through without a nonce. `!important` on the host: the page's own
// rules must neither move nor hide it.
// The top layer (popover) keeps it in place when the page transforms <html>.
import { small } from './page.ts';

const phone = `@media ${small}`;

export const css = `
:host{all:initial!important;display:contents!important}
*{box-sizing:border-box}
.w{all:initial;position:fixed;width:0;height:0;overflow:visible;--me:#0b6b5b;--on:#fff;--ring:#0b6b5b;--paper:#fff;--side:20px}
.w.dark{--me:#0f5a4c;--on:#f1fbf7;--ring:#3cc7a6;--paper:#121916}
button,.p{position:fixed;right:calc(var(--side) + env(safe-area-inset-right));z-index:2147483000}
.left button,.left .p{right:auto;left:calc(var(--side) + env(safe-area-inset-left))}
button{bottom:calc(20px + env(safe-area-inset-bottom));width:60px;height:60px;padding:0;border:0;border-radius:30px 30px 6px;
background:var(--me);color:var(--on);cursor:pointer;-webkit-tap-highlight-color:transparent;
box-shadow:0 1px 2px #0c110f33,0 10px 28px -6px #0c110f66;transition:transform .2s cubic-bezier(.2,.8,.2,1)}
.left button{border-radius:30px 30px 30px 6px}
button:hover{transform:translateY(-2px)}
button:active{transform:scale(.96)}
button:focus-visible{outline:3px solid var(--ring);outline-offset:3px}
svg{display:block;width:60px;height:60px;fill:currentColor}
svg *{transition:transform .2s cubic-bezier(.2,.8,.2,1),opacity .12s;transform-origin:center}
.a{fill:#f5a524}
.x{fill:none;stroke:currentColor;stroke-width:2.5;stroke-linecap:round;stroke-linejoin:round;opacity:0;transform:translateY(-6px)}
button:hover .d{transform:translateY(-1.5px)}
.on .d{opacity:0;transform:scale(.3)}
.on .x{opacity:1;transform:none}
b{position:absolute;top:-5px;right:-5px;min-width:24px;height:24px;padding:0 7px;border-radius:12px 12px 12px 4px;
background:#f5a524;color:#2a1b00;font:700 13px/24px system-ui,sans-serif;text-align:center;box-shadow:0 0 0 2px var(--paper)}
b:empty{display:none}
.p{bottom:calc(92px + env(safe-area-inset-bottom));width:400px;height:700px;max-width:calc(100vw - 40px);
max-height:calc(100vh - 112px);max-height:calc(100dvh - 112px);border-radius:20px 20px 4px 20px;overflow:hidden;background:var(--paper);
box-shadow:0 0 0 1px #0c110f14,0 24px 64px -12px #0c110f59;visibility:hidden;opacity:0;transform:translateY(12px) scale(.98);
transform-origin:bottom right;transition:opacity .2s,transform .2s cubic-bezier(.2,.8,.2,1),visibility 0s .2s}
.left .p{border-radius:20px 20px 20px 4px;transform-origin:bottom left}
.on .p{visibility:visible;opacity:1;transform:none;transition-delay:0s}
iframe{display:block;width:100%;height:100%;border:0;color-scheme:normal}
${phone}{.p,.left .p{inset:0;width:100%;height:100%;max-width:none;max-height:none;border-radius:0}
.on button{visibility:hidden}}
@media(prefers-reduced-motion:reduce){*{transition:none!important}}
@media(forced-colors:active){button,.p,b{border:1px solid}}
@media print{button,.p{display:none}}`;
