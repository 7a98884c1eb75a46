/**
 * What is sent of a text from a field: without empty lines around it, and without white space at its
 * end. The indentation of the first line stays. '' when nothing is left.
 */
export function sendable(text: string): string {
  const end = text.trimEnd();
  const start = end.length - end.trimStart().length;
  return end.slice(end.lastIndexOf('\n', start - 1) + 1);
}
