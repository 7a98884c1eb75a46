export { mailto } from './address.ts';
export { charactersOver } from './over.ts';
export { parse } from './parsed.ts';
export { plain, shown } from './plain.ts';
export { type CreateElement, render } from './render.ts';
export { sendable } from './sendable.ts';
export type { Block, Inline, Item } from './tree.ts';
