/**
 * The words of a text, for the search. Chinese has no spaces: there each character is a word, so
 * that any part of a sentence is found.
 */
export function wordsOf(text) {
  return text
    .split(/[\n\r\p{Z}\p{P}]+/u)
    .flatMap((part) => part.match(/\p{Script=Han}|[^\p{Script=Han}]+/gu) ?? []);
}
