export type { Block, Inline } from './parse.ts';
export { parse } from './parse.ts';
export { plain } from './plain.ts';
export { type CreateElement, render } from './render.ts';
