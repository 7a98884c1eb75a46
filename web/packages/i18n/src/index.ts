export type { Formats } from './formats.ts';
export { formats } from './formats.ts';
export { initial } from './initial.ts';
export { isolated } from './isolate.ts';
export { LOCALES, type Locale, pickLocale } from './locale.ts';
export type { Catalogue, Params, Phrase, Plural, Translate, Translation } from './phrase.ts';
export { translator } from './phrase.ts';
