// Builds the launcher and the empty panel in a shadow root. Uses elements and properties only: markup
// in strings is refused by a host page with Trusted Types.
import type { ThemeChoice } from '../bridge/messages.ts';
import { css } from './styles.ts';

const svgNode = (name: string, attributes: Record<string, string | number>) => {
  const node = document.createElementNS('http://www.w3.org/2000/svg', name);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, `${value}`);
  return node;
};

function icon() {
  const svg = svgNode('svg', { viewBox: '0 0 60 60', 'aria-hidden': 'true' });
  // Two speakers, one of them talking: the mark. Open, it turns into a chevron.
  svg.append(
    svgNode('circle', { class: 'd a', cx: 22, cy: 30, r: 5.5 }),
    svgNode('circle', { class: 'd', cx: 38, cy: 30, r: 5.5 }),
    svgNode('path', { class: 'x', d: 'm21 26 9 9 9-9' }),
  );
  return svg;
}

export function buildPanel(theme: ThemeChoice, left: boolean) {
  const host = document.createElement('walkie-widget');
  const shadow = host.attachShadow({ mode: 'open' });
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  shadow.adoptedStyleSheets = [sheet];

  const root = document.createElement('div');
  root.className = left ? 'w left' : 'w';
  root.popover = 'manual';
  const dark = matchMedia('(prefers-color-scheme:dark)');
  const paint = () =>
    root.classList.toggle('dark', theme === 'dark' || (theme === 'auto' && dark.matches));
  dark.addEventListener('change', paint);
  paint();

  const panel = document.createElement('div');
  panel.className = 'p';
  const button = document.createElement('button');
  button.type = 'button';
  const badge = document.createElement('b');
  badge.ariaHidden = 'true';
  button.append(icon(), badge);
  root.append(button, panel);
  shadow.append(root);
  return { host, root, button, badge, panel };
}
