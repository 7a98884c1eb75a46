// What the menu offers. Only what the server can really do: a visitor cannot close a conversation.
import type { Words } from '../i18n/words.ts';
import { Globe, Leave, SoundOff, SoundOn } from '../ui/icons.tsx';
import type { MenuChoice } from '../ui/menu.tsx';

interface Choices {
  muted: boolean;
  onMute: () => void;
  onLanguage: () => void;
  onForget: () => void;
}

export function menuChoices(words: Words, choices: Choices): MenuChoice[] {
  const { muted, onMute, onLanguage, onForget } = choices;
  return [
    {
      label: words.t(muted ? 'sound_on' : 'sound_off'),
      icon: muted ? SoundOn : SoundOff,
      onChoose: onMute,
    },
    {
      label: words.t('language'),
      icon: Globe,
      lang: words.locale === 'en' ? 'zh-CN' : 'en',
      onChoose: onLanguage,
    },
    { label: words.t('forget'), icon: Leave, danger: true, onChoose: onForget },
  ];
}
