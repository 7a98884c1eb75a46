// Speaks the pages of the site root in the visitor's language. The English text in the HTML is the
// source; without scripts, or for a text without a translation, it stays.
import { pickLocale } from '@walkie/i18n';
import { zh } from './zh.ts';

const ATTRIBUTES = ['aria-label', 'content'];

const key = (text: string) => text.replace(/\s+/g, ' ').trim();

/** Translates what stands in `root`; what is in code stays. */
export function sayIn(words: Readonly<Record<string, string>>, root: Element): void {
  const walk = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  for (let node = walk.nextNode(); node !== null; node = walk.nextNode()) {
    const said = words[key(node.textContent ?? '')];
    if (said !== undefined && !node.parentElement?.closest('code, script, style')) {
      node.textContent = said;
    }
  }
  for (const name of ATTRIBUTES) {
    for (const element of root.querySelectorAll(`[${name}]`)) {
      const said = words[key(element.getAttribute(name) ?? '')];
      if (said !== undefined) element.setAttribute(name, said);
    }
  }
}

export function speak(): void {
  const locale = pickLocale(null, navigator.languages);
  if (locale === 'en') return;
  document.documentElement.lang = locale;
  sayIn(zh, document.documentElement);
}
