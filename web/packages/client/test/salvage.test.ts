import { expect, it } from 'vitest';
import { objectsIn, textOf } from '../src/index.ts';

const entry = (content: string) => ({ client_id: `id ${content}`, content, at: 7, failed: false });

it('reads as much of a cut list as is there, at every place where it may be cut', () => {
  const list = [entry('first "quoted" \\ line\n{two}'), entry('谢谢 \ud83d\ude00 second')];
  const json = JSON.stringify(list);
  for (let end = 0; end <= json.length; end += 1) {
    const parts = objectsIn(json.slice(0, end));
    const texts = parts.map((part) => textOf(part, 'content') ?? '');
    for (const [index, text] of texts.entries()) {
      const whole = list[index]?.content ?? '';
      const cutPair = text.replace(/\ufffd$/, '');
      expect(whole.replace(/\n/g, '\n').startsWith(cutPair), `${end}: ${text}`).toBe(true);
    }
    // What is whole is read whole.
    if (end > JSON.stringify(list[0]).length) expect(texts[0]).toBe(list[0]?.content);
  }
  expect(objectsIn(json).map((part) => JSON.parse(part))).toEqual(list);
});

it('never throws, and finds nothing in nonsense', () => {
  for (const text of ['', '{', '"', '{{{{', '[[[', 'null', '{"content":', '{"content":7}', '\\u12'])
    for (const part of [text, ...objectsIn(text)]) expect(textOf(part, 'content') ?? '').toBe('');
  expect(textOf('{"token":"abc', 'token', true)).toBeUndefined();
  expect(textOf('{"token":"abc","vis', 'token', true)).toBe('abc');
  expect(textOf('{"content":"half \\u8c', 'content')).toBe('half ');
});

it('takes time that grows with the text', () => {
  const begun = performance.now();
  objectsIn('{"a'.repeat(20_000));
  objectsIn(`[${'{"a":"b'.repeat(10_000)}`);
  expect(performance.now() - begun).toBeLessThan(5000);
});
