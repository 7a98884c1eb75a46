// What axe finds, in a document at rest: half faded in, words have too little contrast for anybody.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Frame, Page } from '@playwright/test';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** What axe finds in the page and all its frames of the same origin, or in one frame. */
export async function violations(document: Page | Frame): Promise<string[]> {
  await document.evaluate(`${axe};0`);
  return document.evaluate(async () => {
    const finite = window.document
      .getAnimations()
      .filter(({ effect }) => effect?.getComputedTiming().endTime !== Number.POSITIVE_INFINITY);
    // One that is cancelled has come to rest as well.
    await Promise.allSettled(finite.map(({ finished }) => finished));
    const { axe } = window as unknown as {
      axe: { run(): Promise<{ violations: { id: string; nodes: { target: unknown }[] }[] }> };
    };
    const { violations } = await axe.run();
    return violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target)}`);
  });
}
