// What axe finds, in a document at rest. It looks at one element after the other and remembers what it
// saw of each: a page that still measures its rows or fades its words in is half one thing and half
// another to it.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Frame, Page } from '@playwright/test';
import { atRest } from './at_rest.ts';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** What axe finds in the page and all its frames of the same origin, or in one frame. */
export async function violations(document: Page | Frame): Promise<string[]> {
  await document.evaluate(`${axe};0`);
  await atRest(document);
  return document.evaluate(async () => {
    const { axe } = window as unknown as {
      axe: {
        run(
          options: object,
        ): Promise<{ violations: { id: string; nodes: { target: unknown }[] }[] }>;
      };
    };
    const { violations } = await axe.run({ resultTypes: ['violations'] });
    return violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target)}`);
  });
}
