/** The two overrides: they show letters in another order than they were typed in. */
const OVERRIDES = /([\u202d\u202e])/;

/** Texts and overrides in turn, beginning with a text; an override as its name, such as `U+202E`. */
export function pieces(text: string): string[] {
  const found = text.split(OVERRIDES);
  return found.map((piece, index) =>
    index % 2 === 0 ? piece : `U+${piece.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

/** The text with the name of each override in the place of the override. */
export function visible(text: string): string {
  return OVERRIDES.test(text) ? pieces(text).join('') : text;
}
