// What stands where on a page: what lies over what, what reaches out of its box, what is cut.
import type { Page } from '@playwright/test';

/** What of these elements reaches out of its box or lies over another of them. */
export function collisions(page: Page, box: string, parts: string) {
  return page.evaluate(
    ([boxName, partName]) => {
      const outer = document.querySelector(boxName ?? '');
      if (outer === null) return [`no ${boxName}`];
      const room = outer.getBoundingClientRect();
      const shown = [...outer.querySelectorAll(partName ?? '')]
        .map((one) => ({ one, at: one.getBoundingClientRect() }))
        .filter(({ at }) => at.width > 1 && at.height > 1);
      const named = (one: Element) => one.getAttribute('aria-label') ?? one.textContent;
      const found: string[] = [];
      for (const { one, at } of shown) {
        const out = at.left < room.left - 1 || at.right > room.right + 1;
        if (out || at.top < room.top - 1 || at.bottom > room.bottom + 1)
          found.push(`${named(one)} is outside`);
        for (const other of shown) {
          if (one === other.one || one.contains(other.one) || other.one.contains(one)) continue;
          const wide = Math.min(at.right, other.at.right) - Math.max(at.left, other.at.left);
          const high = Math.min(at.bottom, other.at.bottom) - Math.max(at.top, other.at.top);
          if (wide > 1 && high > 1) found.push(`${named(one)} lies over ${named(other.one)}`);
        }
      }
      return found;
    },
    [box, parts],
  );
}

/** Texts that are cut although somebody has to read them. */
export const cut = (page: Page, selector: string) =>
  page
    .locator(selector)
    .evaluateAll((all) =>
      all
        .filter((one) => one.scrollWidth > one.clientWidth + 1)
        .map((one) => `${one.textContent}: ${one.clientWidth} of ${one.scrollWidth} px`),
    );

/** What lies under this element: anything that is neither in it nor around it. */
export const under = (page: Page, selector: string) =>
  page
    .locator(selector)
    .first()
    .evaluate((one) => {
      const { left, top, width, height } = one.getBoundingClientRect();
      const found = new Set<string>();
      for (let x = 1; x < 8; x += 1)
        for (let y = 1; y < 4; y += 1)
          for (const other of document.elementsFromPoint(
            left + (width * x) / 8,
            top + (height * y) / 4,
          ))
            if (!one.contains(other) && !other.contains(one))
              found.add(`${other.tagName} ${other.textContent}`);
      return [...found];
    });
