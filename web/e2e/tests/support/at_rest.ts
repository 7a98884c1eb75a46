import type { Frame, Page } from '@playwright/test';

const QUIET_MS = 300;

/** Until the document has not changed for 300 ms and what moves has arrived. */
export function atRest(document: Page | Frame): Promise<void> {
  return document.evaluate(async (quiet) => {
    await new Promise<void>((rest) => {
      let timer = setTimeout(rest, quiet);
      new MutationObserver(() => {
        clearTimeout(timer);
        timer = setTimeout(rest, quiet);
      }).observe(window.document, {
        subtree: true,
        childList: true,
        attributes: true,
        characterData: true,
      });
    });
    const finite = window.document
      .getAnimations()
      .filter(({ effect }) => effect?.getComputedTiming().endTime !== Number.POSITIVE_INFINITY);
    // One that is cancelled has come to rest as well.
    await Promise.allSettled(finite.map(({ finished }) => finished));
  }, QUIET_MS);
}
