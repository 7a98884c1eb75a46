/**
 * About how many characters (code points) a text is longer than `limit` bytes of UTF-8; 0 when it fits.
 * From 100 on it is rounded: people want to know how much to cut, not to count.
 */
export function charactersOver(text: string, limit: number): number {
  // No UTF-16 unit needs more than three bytes.
  if (text.length * 3 <= limit) return 0;
  let bytes = 0;
  let over = 0;
  for (const char of text) {
    const point = char.codePointAt(0) ?? 0;
    bytes += point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
    if (bytes > limit) over += 1;
  }
  const step = over < 100 ? 1 : over < 1000 ? 10 : 100;
  return Math.round(over / step) * step;
}
