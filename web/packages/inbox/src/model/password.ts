/**
 * 1 easy to guess … 4 strong. A hint while typing, not a gate: the server has the rule. Length counts
 * most; runs, sequences and few different characters count against it.
 */
export function strength(password: string, known: readonly string[] = []): 1 | 2 | 3 | 4 {
  const letters = [...password];
  const lower = password.toLowerCase();
  const names = known.map((word) => word.toLowerCase()).filter((word) => word.length > 2);
  if (names.some((word) => lower.includes(word)) || COMMON.test(lower)) return 1;
  const different = new Set(letters).size;
  if (different < 5) return 1;
  const kinds = [/[a-z]/, /[A-Z]/, /\d/, /[^A-Za-z0-9]/].filter((kind) =>
    kind.test(password),
  ).length;
  const steady = letters.filter((letter, at) => at > 0 && isStep(letters[at - 1], letter)).length;
  const score = (letters.length - steady) / 5 + (kinds - 1) * 0.5 + Math.min(different, 16) / 16;
  if (score < 3) return 1;
  if (score < 4) return 2;
  return score < 5.2 ? 3 : 4;
}

const COMMON = /password|passwort|qwerty|letmein|welcome|12345|iloveyou|admin/;

/** aaa, abc, 321: the next letter could be guessed from the one before. */
function isStep(before: string | undefined, letter: string): boolean {
  return Math.abs(letter.charCodeAt(0) - (before ?? '').charCodeAt(0)) <= 1;
}
