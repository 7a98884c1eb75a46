/** What may open over the page. When it goes, the focus returns to where it was before. */
export const LAYER = 'dialog, [role="dialog"], [role="alertdialog"], [role="menu"], [data-toast]';

/** What stands in the page for a while: a layer, or a field in the place of a text. */
export const ASIDE = `${LAYER}, [data-aside]`;

/** Where the focus was, so that the next place can be found after the element itself is gone. */
export interface Trail {
  /** The element and what is around it, inside out. */
  readonly path: readonly Element[];
  /** Its list in the path; -1 when it is in none. */
  readonly list: number;
  /** So much of the path is its own item: what is further out holds others of the list too. */
  readonly own: number;
  /** The other items of its list, the next ones first: after it, then before it, nearest first. */
  readonly others: readonly Element[];
}

/** Where the focus was before it went into a layer. */
export type Origins = WeakMap<Element, Trail>;

export function trailOf(element: Element): Trail {
  const path: Element[] = [];
  for (let node: Element | null = element; node !== null; node = node.parentElement)
    path.push(node);
  const list = path.findIndex((node) => itemsOf(node) !== null);
  if (list < 0) return { path, list, own: 0, others: [] };
  const all = [...(path[list]?.querySelectorAll(itemsOf(path[list]) ?? '') ?? [])];
  const items = all.filter((item) => !element.contains(item) && !item.contains(element));
  const after = items.filter((item) => follows(element, item));
  const before = items.filter((item) => !follows(element, item)).reverse();
  const own = path.findIndex((node) => items.some((item) => node.contains(item)));
  return { path, list, own: own < 0 ? list : Math.min(own, list), others: [...after, ...before] };
}

const follows = (element: Element, other: Element) =>
  (element.compareDocumentPosition(other) & Node.DOCUMENT_POSITION_FOLLOWING) !== 0;

const itemsOf = (node: Element | undefined) => node?.getAttribute('data-items') ?? null;

/** Can it have the focus: it is drawn, and not switched off. */
export function isUsable(element: Element | null | undefined): element is HTMLElement {
  return (
    element instanceof HTMLElement &&
    element.isConnected &&
    !element.matches(':disabled') &&
    (element.checkVisibility?.({ visibilityProperty: true }) ?? true)
  );
}

/** The next place for a focus that was here; null when nothing around it makes sense. */
export function placeAfter(trail: Trail, origins: Origins): HTMLElement | null {
  const { path, list, own } = trail;
  for (const [at, node] of path.entries()) {
    if (at === 0 && isUsable(node)) return node;
    if (isGone(node)) {
      const origin = origins.get(node);
      if (origin !== undefined) return placeAfter(origin, origins);
      const place = successorOf(node, path[0]);
      if (place !== null) return place;
    } else if (at < own) {
      const item = node.querySelector(itemsOf(path[list]) ?? '');
      if (isUsable(item)) return item;
    } else if (at >= list) {
      const item = at === list ? trail.others.find(isUsable) : undefined;
      const place = item instanceof HTMLElement ? item : homeIn(node, path[0]);
      if (place !== null) return place;
    }
  }
  return null;
}

/** A closed layer may stay in the document. */
const isGone = (node: Element) => !node.isConnected || (node.matches(LAYER) && !isUsable(node));

/** What stands under the same id now, or what had opened it. */
function successorOf(node: Element, from: Element | undefined): HTMLElement | null {
  if (node.id === '') return null;
  const successor = document.getElementById(node.id);
  if (successor !== null && successor !== node)
    return homeIn(successor, from) ?? (isUsable(successor) ? successor : null);
  const opener = document.querySelector(`[aria-controls~="${CSS.escape(node.id)}"]`);
  return isUsable(opener) ? opener : null;
}

/** Where one goes on in a part of the page: the first of its homes, else the part itself. */
export function homeIn(part: Element, from: Element | undefined): HTMLElement | null {
  const homes = part.getAttribute('data-homes');
  if (homes === null) return null;
  for (const selector of homes.split(';').filter(Boolean)) {
    const home = part.querySelector(selector);
    if (isUsable(home) && mayHave(home, from)) return home;
  }
  return isUsable(part) && part.tabIndex >= -1 && part.hasAttribute('tabindex') ? part : null;
}

/** On a touch screen a text field brings up the keyboard: only for who was writing already. */
function mayHave(home: HTMLElement, from: Element | undefined): boolean {
  return !isField(home) || isField(from) || !matchMedia('(hover: none)').matches;
}

/** What is typed goes into it. */
export const isField = (element: Element | undefined): boolean =>
  element?.matches('input, textarea') === true;
