import { type Formats, formats, type Locale, type Translate, translator } from '@walkie/i18n';
import { createContext, type ReactNode, use, useEffect, useMemo } from 'react';
import { en, type Words } from './en.ts';
import { zh } from './zh.ts';

export type Say = Translate<Words>;

interface Speech {
  readonly locale: Locale;
  readonly t: Say;
  readonly formats: Formats;
}

export const LANGUAGES: Readonly<Record<Locale, string>> = { en: 'English', 'zh-CN': '中文' };

export function speechOf(locale: Locale): Speech {
  const phrases = locale === 'zh-CN' ? zh : en;
  return { locale, t: translator<Words>(locale, phrases), formats: formats(locale) };
}

const SpeechContext = createContext<Speech>(speechOf('en'));

export function WordsProvider({ locale, children }: { locale: Locale; children: ReactNode }) {
  const speech = useMemo(() => speechOf(locale), [locale]);
  useEffect(() => {
    document.documentElement.lang = locale;
  }, [locale]);
  return <SpeechContext value={speech}>{children}</SpeechContext>;
}

/** The words, dates and numbers of the chosen language. */
export function useWords(): Speech {
  return use(SpeechContext);
}
