import { isolated } from './isolate.ts';

/**
 * A catalogue is a flat object of phrases. A phrase is a string with `{slots}`, or an object of plural
 * forms chosen by the number in `{count}`. English declares the keys and slots (`as const`), other
 * languages are `Translation<typeof en>`: a missing key or an unknown slot does not compile.
 */
export interface Plural {
  readonly zero?: string;
  readonly one?: string;
  readonly other: string;
}
export type Phrase = string | Plural;
export type Catalogue = Readonly<Record<string, Phrase>>;

/** The same keys with the same kinds of phrase, in another language. */
export type Translation<C extends Catalogue> = {
  readonly [K in keyof C]: C[K] extends string ? string : Plural;
};

type Slots<S extends string> = S extends `${string}{${infer Name}}${infer Rest}`
  ? Name | Slots<Rest>
  : never;
type Names<P extends Phrase> = P extends string
  ? Slots<P>
  : P extends { readonly other: infer O extends string }
    ? Slots<O> | 'count'
    : never;

/** The arguments that a phrase asks for: none, or one object with exactly its slots. */
export type Params<P extends Phrase> = [Names<P>] extends [never]
  ? []
  : [Readonly<Record<Names<P>, string | number>>];

export type Translate<C extends Catalogue> = <K extends keyof C>(
  key: K,
  ...params: Params<C[K]>
) => string;

/**
 * Turns a catalogue into the function that speaks it. Numbers are written as the language does; texts
 * of the other direction are isolated, so that a name cannot move the words around it.
 */
export function translator<C extends Catalogue>(
  locale: string,
  phrases: Translation<C>,
): Translate<C> {
  const plurals = new Intl.PluralRules(locale);
  const numbers = new Intl.NumberFormat(locale);
  const chinese = locale.startsWith('zh');
  return (key, ...params) => {
    const values = (params[0] ?? {}) as Readonly<Record<string, string | number>>;
    const phrase = phrases[key] as Phrase;
    const said = pick(phrase, values['count'], plurals);
    return said.replace(/\{(\w+)\}/g, (whole, name: string, at: number) => {
      const value = values[name];
      if (value === undefined) return whole;
      const text = typeof value === 'number' ? numbers.format(value) : isolated(value);
      return chinese ? spaced(said[at - 1], text, said[at + whole.length]) : text;
    });
  };
}

const HAN = /\p{sc=Han}/u;
const LATIN = /[A-Za-z0-9]/;

/** Chinese text has a space between its own characters and Latin letters or digits. */
function spaced(before: string | undefined, text: string, after: string | undefined): string {
  const left = HAN.test(before ?? '') && LATIN.test(text[0] ?? '') ? ' ' : '';
  const right = HAN.test(after ?? '') && LATIN.test(text.at(-1) ?? '') ? ' ' : '';
  return left + text + right;
}

function pick(
  phrase: Phrase,
  count: string | number | undefined,
  plurals: Intl.PluralRules,
): string {
  if (typeof phrase === 'string') return phrase;
  const number = Number(count);
  if (number === 0 && phrase.zero !== undefined) return phrase.zero;
  return plurals.select(number) === 'one' && phrase.one !== undefined ? phrase.one : phrase.other;
}
