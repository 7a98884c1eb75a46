/** Letters that run from right to left, and the marks that change the direction of what follows. */
const TURNS =
  /[\u0590-\u08ff\u200f\u202a-\u202e\u2066-\u2069\ufb1d-\ufdff\ufe70-\ufefc\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;
const EMBEDDINGS = /[\u202a-\u202e]/g;
const ISOLATES = /[\u2066-\u2069]/g;

/**
 * A name or another text of a person, to stand inside a phrase, a title or a notification. Text that
 * runs from right to left gets the marks of an isolate around it (FSI, PDI), so that it cannot move
 * the words, digits and signs beside it; marks in it that would reach further are left out. Any other text
 * stays as it is. In elements `<bdi>` and `dir="auto"` do the same.
 */
export function isolated(text: string): string {
  if (!TURNS.test(text)) return text;
  const kept = text.replace(EMBEDDINGS, '');
  const inner = balanced(kept) ? kept : kept.replace(ISOLATES, '');
  return `\u2068${inner}\u2069`;
}

function balanced(text: string): boolean {
  let open = 0;
  for (const [mark] of text.matchAll(ISOLATES)) {
    open += mark === '\u2069' ? -1 : 1;
    if (open < 0) return false;
  }
  return open === 0;
}
