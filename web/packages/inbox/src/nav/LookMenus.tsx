import { LOCALES, type Locale } from '@walkie/i18n';
import { Languages, Monitor, Moon, Sun } from 'lucide-react';
import { LANGUAGES, useWords } from '../i18n/words.tsx';
import { prefer, THEMES, type Theme, usePreferences } from '../model/preferences.ts';
import { IconButton } from '../ui/IconButton.tsx';
import { Menu, MenuContent, MenuRadio, MenuRadioGroup, MenuTrigger } from '../ui/Menu.tsx';

const ICONS = { system: Monitor, light: Sun, dark: Moon } as const;

export function LanguageMenu({ className = '' }: { className?: string }) {
  const { t, locale } = useWords();
  return (
    <Menu>
      <MenuTrigger asChild>
        <IconButton label={t('nav.language')} side="right" className={className}>
          <Languages size={18} />
        </IconButton>
      </MenuTrigger>
      <MenuContent side="right" align="end">
        <MenuRadioGroup
          value={locale}
          onValueChange={(value) => prefer({ locale: value as Locale })}
        >
          {LOCALES.map((one) => (
            <MenuRadio key={one} value={one}>
              <span lang={one}>{LANGUAGES[one]}</span>
            </MenuRadio>
          ))}
        </MenuRadioGroup>
      </MenuContent>
    </Menu>
  );
}

export function ThemeMenu({ className = '' }: { className?: string }) {
  const { t } = useWords();
  const theme = usePreferences((preferences) => preferences.theme);
  const Icon = ICONS[theme];
  return (
    <Menu>
      <MenuTrigger asChild>
        <IconButton label={t('nav.theme')} side="right" className={className}>
          <Icon size={18} />
        </IconButton>
      </MenuTrigger>
      <MenuContent side="right" align="end">
        <MenuRadioGroup value={theme} onValueChange={(value) => prefer({ theme: value as Theme })}>
          {THEMES.map((one) => {
            const Sign = ICONS[one];
            return (
              <MenuRadio key={one} value={one}>
                <Sign size={15} aria-hidden="true" />
                {t(`theme.${one}`)}
              </MenuRadio>
            );
          })}
        </MenuRadioGroup>
      </MenuContent>
    </Menu>
  );
}
