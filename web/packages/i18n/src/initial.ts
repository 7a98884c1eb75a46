/** What one sees as one character, for browsers without Intl.Segmenter: flags, marks, joined emoji. */
const CLUSTER =
  /^(?:\p{RI}{2}|.[\p{M}\p{Emoji_Modifier}]*(?:\u200d.[\p{M}\p{Emoji_Modifier}]*)*)/su;
const UNSEEN = /^[\s\p{Cc}\p{Cf}]+/u;

/** The first character of a name as people see it: an emoji or a composed letter stays whole. */
export function initial(name: string): string {
  const shown = name.replace(UNSEEN, '');
  if (shown === '') return '·';
  const first = firstOf(shown);
  const capital = first.toLocaleUpperCase();
  // One that becomes two (ß, ﬁ) stays as it is.
  return capital.length === first.length ? capital : first;
}

function firstOf(text: string): string {
  if (typeof Intl.Segmenter === 'undefined') return CLUSTER.exec(text)?.[0] ?? '';
  const [first] = new Intl.Segmenter().segment(text);
  return first?.segment ?? '';
}
