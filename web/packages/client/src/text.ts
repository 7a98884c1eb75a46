// Text as it may leave: JSON on the wire is UTF-8, and half a surrogate pair has no form in it. The
// server refuses such a frame or body whole.

/** A half of a surrogate pair that stands alone becomes U+FFFD. The length stays. */
export const wellFormed = (text: string) => text.replace(/[\ud800-\udfff]/gu, '\ufffd');

/** JSON of anything, its texts well-formed. */
export const toJson = (value: unknown) =>
  JSON.stringify(value, (_name, part) => (typeof part === 'string' ? wellFormed(part) : part));

/** The bytes of one character in JSON, in UTF-8. */
const bytesOf = (character: string) => {
  const code = character.codePointAt(0) ?? 0;
  if (code < 0x20) return '\b\t\n\f\r'.includes(character) ? 2 : 6;
  if (code < 0x80) return character === '"' || character === '\\' ? 2 : 1;
  return code < 0x800 ? 2 : code < 0x1_0000 ? 3 : 4;
};

/** The longest beginning of `text` that takes at most `bytes` as JSON; never half a character. */
export const cut = (text: string, bytes: number) => {
  let end = 0;
  let left = bytes;
  for (const character of text) {
    left -= bytesOf(character);
    if (left < 0) break;
    end += character.length;
  }
  return wellFormed(text.slice(0, end));
};
