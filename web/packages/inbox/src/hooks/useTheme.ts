import { tokens } from '@walkie/tokens';
import { useEffect } from 'react';
import { type Theme, usePreferences } from '../model/preferences.ts';
import { useMedia } from './useMedia.ts';

/** Puts the chosen theme on the page; `system` leaves the decision to the style sheet. */
export function useTheme(): 'light' | 'dark' {
  const theme: Theme = usePreferences((preferences) => preferences.theme);
  const systemDark = useMedia('(prefers-color-scheme: dark)');
  const shown = theme === 'system' ? (systemDark ? 'dark' : 'light') : theme;
  useEffect(() => {
    const root = document.documentElement;
    if (theme === 'system') delete root.dataset['theme'];
    else root.dataset['theme'] = theme;
    document.querySelector('meta[name=theme-color]')?.setAttribute('content', tokens[shown].bg);
  }, [theme, shown]);
  return shown;
}
