// /frame on a site that is on no list: says so in the panel, to the site's owner also how to change
// it. It holds nothing of anybody's, so any site may frame it.
import '@walkie/tokens/tokens.css';
import { pickLocale } from '@walkie/i18n';
import { connectHost, hostOrigin } from './app/host.ts';
import { applyTheme } from './app/page.ts';
import { wordsIn } from './i18n/words.ts';

const origin = hostOrigin(location.hash);
const main = document.querySelector('main');

function fill(place: Element, lang: string, onClose: () => void) {
  const words = wordsIn(pickLocale(null, [lang]));
  document.documentElement.lang = words.locale;
  const add = (name: string, text: string, act?: () => void) => {
    const node = document.createElement(name);
    node.textContent = text;
    if (act) node.addEventListener('click', act);
    place.append(node);
    return node;
  };
  add('h1', words.t('refused_site'));
  if (origin) {
    const command = `walkie admin allow-origin --data DIR --origin ${origin}`;
    console.error(`Walkie: ${origin} may not show the chat. On its server, run: ${command}`);
    add('p', words.t('refused_owner'));
    const code = add('code', '');
    // Lines break at the spaces only: a browser would also break inside `--origin`.
    for (const word of command.split(' ')) {
      const span = document.createElement('span');
      span.textContent = word;
      code.append(code.hasChildNodes() ? ' ' : '', span);
    }
  } else {
    // A page from a file, or inside a sandbox.
    console.error(
      'Walkie: this page has no origin, so it cannot show the chat. Serve it over HTTP.',
    );
    add('p', words.t('refused_opaque'));
  }
  add('button', words.t('retry'), () => location.reload());
  add('button', words.t('close'), onClose);
}

if (main) {
  if (origin && window.parent !== window) {
    const host = connectHost(origin);
    const { lang, theme } = await host.start;
    applyTheme(theme);
    fill(main, lang, () => host.tell({ walkie: 1, type: 'close' }));
  } else {
    fill(main, navigator.language, () => window.close());
  }
}
