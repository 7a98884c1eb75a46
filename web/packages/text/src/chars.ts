/**
 * Classes of characters that the parser asks about, from the Unicode properties of the engine. Every
 * question is about one code point (one or two UTF-16 units), so it costs the same anywhere.
 */

/** The code point before `at`, or '' at the start of the text. */
export function charBefore(text: string, at: number): string {
  if (at <= 0) return '';
  const low = text.charCodeAt(at - 1);
  const high = at > 1 ? text.charCodeAt(at - 2) : 0;
  const pair = low >= 0xdc00 && low < 0xe000 && high >= 0xd800 && high < 0xdc00;
  return text.slice(pair ? at - 2 : at - 1, at);
}

/** The code point at `at`, or '' at the end of the text. */
export function charAt(text: string, at: number): string {
  const point = text.codePointAt(at);
  return point === undefined ? '' : text.slice(at, at + (point > 0xffff ? 2 : 1));
}

/** White space, or the start or end of the text. */
export const isBlank = (char: string): boolean => char === '' || /\s/.test(char);

/** Letters and digits of any script, and emoji: marks may enclose these. */
export const isWord = (char: string): boolean =>
  /[\p{L}\p{M}\p{N}\p{Extended_Pictographic}]/u.test(char);

/** Scripts that write words without spaces between them, and Hangul, whose particles follow directly. */
export const isSpaceless = (char: string): boolean =>
  (/[\p{scx=Han}\p{scx=Hira}\p{scx=Kana}\p{scx=Bopo}\p{scx=Hang}\p{scx=Thai}\p{scx=Laoo}\p{scx=Khmr}\p{scx=Mymr}\p{scx=Tibt}\p{scx=Yiii}]/u.test(
    char,
  ) &&
    /[\p{L}\p{M}\p{N}]/u.test(char)) ||
  /[\uff10-\uff5a\uff66-\uffdc]/.test(char);

/** Quotation marks; some languages open with the mark that others close with. */
export const isQuote = (char: string): boolean => /["'`\p{Pi}\p{Pf}‚„「」『』]/u.test(char);

/** What may stand right before an opening mark when no space does. */
export const mayPrecede = (char: string): boolean =>
  isBlank(char) ||
  isQuote(char) ||
  isSpaceless(char) ||
  /[\p{Ps}\p{Extended_Pictographic}¡¿*_]/u.test(char) ||
  (/[^\p{ASCII}]/u.test(char) && /[\p{P}]/u.test(char));

/** What may stand right after a closing mark when no space does. */
export const mayFollow = (char: string): boolean =>
  isBlank(char) ||
  isQuote(char) ||
  isSpaceless(char) ||
  /[\p{Pe}\p{Extended_Pictographic}.,;:!?*_]/u.test(char) ||
  (/[^\p{ASCII}]/u.test(char) && /[\p{P}]/u.test(char));

/** What a styled text may begin with: a word, an opening sign, or the next mark. */
export const mayBegin = (char: string): boolean =>
  isWord(char) || isQuote(char) || /[\p{Ps}\p{Sc}¡¿#@&+%*_]/u.test(char);

/**
 * Characters that nobody sees or that steer the direction of others. An address ends at them, and the
 * label of a link must not have them. (Not the joiners that emoji and some scripts are written with.)
 */
export const isHidden = (char: string): boolean =>
  /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u2800]/u.test(char);
