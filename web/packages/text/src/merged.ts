import type { Inline } from './tree.ts';

/** Neighbouring texts become one. */
export function merged(inlines: readonly Inline[]): Inline[] {
  const out: Inline[] = [];
  let texts: string[] = [];
  const flush = () => {
    if (texts.length > 0) out.push({ type: 'text', text: texts.join('') });
    texts = [];
  };
  for (const inline of inlines) {
    if (inline.type === 'text') {
      texts.push(inline.text);
    } else {
      flush();
      out.push(inline);
    }
  }
  flush();
  return out;
}
