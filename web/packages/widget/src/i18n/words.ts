import { type Formats, formats, type Locale, type Translate, translator } from '@walkie/i18n';
import { en } from './en.ts';
import { zh } from './zh.ts';

/** A language, ready to speak: phrases, dates, numbers. */
export interface Words {
  locale: Locale;
  t: Translate<typeof en>;
  formats: Formats;
}

export const wordsIn = (locale: Locale): Words => ({
  locale,
  t: translator<typeof en>(locale, locale === 'zh-CN' ? zh : en),
  formats: formats(locale),
});

/** A local calendar day, as something to compare. */
export function dayKey(at: number): number {
  const date = new Date(at);
  return date.getFullYear() * 10_000 + date.getMonth() * 100 + date.getDate();
}
