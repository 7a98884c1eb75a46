/** The languages Walkie speaks. The first is the fallback. */
export const LOCALES = ['en', 'zh-CN'] as const;
export type Locale = (typeof LOCALES)[number];

/** What to speak: an explicit choice wins, then the first wish of the browser that Walkie knows. */
export function pickLocale(chosen: string | null, wishes: readonly string[]): Locale {
  for (const wish of [chosen ?? '', ...wishes]) {
    const language = wish.toLowerCase();
    if (language === 'zh' || language.startsWith('zh-')) return 'zh-CN';
    if (language === 'en' || language.startsWith('en-')) return 'en';
  }
  return LOCALES[0];
}
