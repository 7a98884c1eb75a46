import {
  ASIDE,
  homeIn,
  isField,
  isUsable,
  LAYER,
  type Origins,
  placeAfter,
  type Trail,
  trailOf,
} from './places.ts';

/** A wish that is not fulfilled by then is forgotten. */
const PATIENCE_MS = 10_000;
const ATTRIBUTES = ['disabled', 'hidden', 'inert', 'class', 'open'];

let wish: { readonly selector: string; readonly until: number; readonly meek: boolean } | null =
  null;

/**
 * Puts the focus on the first element that matches, as soon as it is there and no dialog or menu is
 * open before it. A press elsewhere takes the wish back.
 */
export function focusWhenThere(selector: string): void {
  wish = { selector, until: Date.now() + PATIENCE_MS, meek: false };
  fulfil();
}

/** The same for a page that has just been opened: only as long as nothing else has the focus. */
export function focusOnArrival(selector: string): void {
  wish = { selector, until: Date.now() + PATIENCE_MS, meek: true };
  fulfil();
}

function fulfil(): boolean {
  if (wish === null) return false;
  const free = document.activeElement === null || document.activeElement === document.body;
  if (Date.now() > wish.until || (wish.meek && !free)) wish = null;
  const layer = document.activeElement?.closest(LAYER);
  if (wish === null || (isUsable(layer) && layer.matches('dialog, [role=dialog], [role=menu]')))
    return false;
  const element = document.querySelector(wish.selector);
  if (!isUsable(element)) return false;
  wish = null;
  element.focus({ preventScroll: true });
  return document.activeElement === element;
}

/** For a page on which nothing has had the focus yet. */
export function focusSomewhere(): void {
  if (document.activeElement === document.body) anyHome()?.focus({ preventScroll: true });
}

/** Watches this page's focus until the returned function is called. */
export function keepFocus(): () => void {
  const origins: Origins = new WeakMap();
  let last: Trail | null = null;
  /** What the keeper has chosen, and the trail that it stands for: something better may come. */
  let stand: { readonly chosen: Element; readonly trail: Trail } | null = null;

  const note = (element: Element) => {
    if (last?.path[0] === element) return;
    const aside = element.closest(ASIDE);
    if (aside !== null && last !== null && !last.path.includes(aside)) {
      const origin = originOf(aside, last, origins);
      if (origin !== null) origins.set(aside, origin);
    }
    if (stand?.chosen !== element) stand = null;
    last = trailOf(element);
  };

  const restore = () => {
    if (last === null) return;
    const trail = stand !== null && stand.chosen === last.path[0] ? stand.trail : last;
    const place = placeAfter(trail, origins) ?? placeAfter(last, origins) ?? anyHome();
    if (place === null) return;
    stand = { chosen: place, trail };
    place.focus({ preventScroll: true });
    note(place);
  };

  /** `touched`: attributes around the focus have changed, so it may be hidden or switched off. */
  const look = (touched: boolean) => {
    if (fulfil()) return;
    const active = document.activeElement;
    if (active !== null && active !== document.body) {
      if (!touched || isUsable(active)) return note(active);
      return restore();
    }
    // Who pressed on empty space wants it so.
    if (last !== null && !isUsable(last.path[0])) restore();
  };

  const changes = new MutationObserver((records) => {
    const active = document.activeElement;
    look(records.some(({ type, target }) => type === 'attributes' && target.contains(active)));
  });
  const hear = ({ target }: Event) => {
    if (target instanceof Element && target !== document.body) note(target);
  };
  const press = () => {
    wish = null;
  };
  changes.observe(document, {
    childList: true,
    subtree: true,
    attributes: true,
    attributeFilter: ATTRIBUTES,
  });
  document.addEventListener('focusin', hear);
  document.addEventListener('pointerdown', press, true);
  return () => {
    changes.disconnect();
    document.removeEventListener('focusin', hear);
    document.removeEventListener('pointerdown', press, true);
  };
}

/** Where one goes on when that closes. A pointer leaves who was writing with the text. */
function originOf(aside: Element, last: Trail, origins: Origins): Trail | null {
  const from = last.path.find((node) => origins.has(node) && node.matches(ASIDE));
  const before = (from && origins.get(from)) ?? last;
  if (!aside.matches(LAYER)) return isField(before.path[0]) ? before : null;
  return isField(last.path[0]) ? last : (openerOf(aside) ?? last);
}

/** A menu that a pointer opened: its button has never had the focus. */
function openerOf(layer: Element): Trail | null {
  const opener = document.getElementById(layer.getAttribute('aria-labelledby') ?? '');
  return layer.matches('[role=menu]') && opener !== null ? trailOf(opener) : null;
}

/** Nothing around it is left: somewhere on the page. */
function anyHome(): HTMLElement | null {
  for (const part of document.querySelectorAll('[data-homes]')) {
    const home = homeIn(part, undefined);
    if (home !== null) return home;
  }
  return null;
}
