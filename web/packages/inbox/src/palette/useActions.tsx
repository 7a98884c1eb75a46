import { LOCALES } from '@walkie/i18n';
import {
  AlarmClock,
  BellOff,
  BellRing,
  Check,
  Code,
  Hourglass,
  Inbox,
  Keyboard,
  Languages,
  Lock,
  Monitor,
  PanelRight,
  Reply,
  RotateCcw,
  Settings,
  SunMoon,
  UserPlus,
  Users,
} from 'lucide-react';
import { useMemo } from 'react';
import { useLocation } from 'wouter';
import type { OpenConversation } from '../hooks/useConversation.ts';
import { LANGUAGES, useWords } from '../i18n/words.tsx';
import { SPELLING } from '../model/keys.ts';
import { prefer, THEMES, usePreferences } from '../model/preferences.ts';
import type { PaletteAction } from './Palette.tsx';

export interface ConversationActions {
  readonly onResolve: () => void;
  readonly onPending: () => void;
  readonly onSnooze: () => void;
  readonly onTake: () => void;
  readonly onReply: () => void;
  readonly onNote: () => void;
  readonly onDetails: () => void;
}

/** What can be done with the open conversation. */
export function useHere(
  open: OpenConversation | null,
  actions: ConversationActions,
): readonly PaletteAction[] {
  const { t } = useWords();
  const resolved = open?.snapshot.conversation?.status === 'resolved';
  if (open === null) return [];
  return [
    {
      id: 'resolve',
      name: t(resolved ? 'thread.reopen' : 'thread.resolve'),
      icon: resolved ? <RotateCcw size={16} /> : <Check size={16} />,
      keys: SPELLING.resolve,
      run: actions.onResolve,
    },
    {
      id: 'pending',
      name: t('keys.pending'),
      icon: <Hourglass size={16} />,
      keys: SPELLING.pending,
      run: actions.onPending,
    },
    {
      id: 'snooze',
      name: t('keys.snooze'),
      icon: <AlarmClock size={16} />,
      keys: SPELLING.snooze,
      run: actions.onSnooze,
    },
    { id: 'take', name: t('thread.assignToMe'), icon: <UserPlus size={16} />, run: actions.onTake },
    {
      id: 'reply',
      name: t('keys.reply'),
      icon: <Reply size={16} />,
      keys: SPELLING.reply,
      run: actions.onReply,
    },
    {
      id: 'note',
      name: t('keys.note'),
      icon: <Lock size={16} />,
      keys: SPELLING.note,
      run: actions.onNote,
    },
    {
      id: 'details',
      name: t('palette.details'),
      icon: <PanelRight size={16} />,
      run: actions.onDetails,
    },
  ];
}

/** Places and preferences. */
export function useCommands(onSheet: () => void): readonly PaletteAction[] {
  const { t } = useWords();
  const [, navigate] = useLocation();
  const sound = usePreferences((preferences) => preferences.sound);
  return useMemo(() => {
    const go = (id: string, name: string, icon: React.ReactNode, href: string) => ({
      id,
      name: t('palette.goTo', { place: name }),
      icon,
      run: () => navigate(href),
    });
    return [
      ...THEMES.map((theme) => ({
        id: `theme-${theme}`,
        name: t('palette.themeTo', { theme: t(`theme.${theme}`) }),
        icon: theme === 'system' ? <Monitor size={16} /> : <SunMoon size={16} />,
        run: () => prefer({ theme }),
      })),
      ...LOCALES.map((locale) => ({
        id: `language-${locale}`,
        name: t('palette.languageTo', { language: LANGUAGES[locale] }),
        icon: <Languages size={16} />,
        run: () => prefer({ locale }),
      })),
      {
        id: 'sound',
        name: t(sound ? 'palette.mute' : 'palette.unmute'),
        icon: sound ? <BellOff size={16} /> : <BellRing size={16} />,
        run: () => prefer({ sound: !sound }),
      },
      go('inbox', t('nav.inbox'), <Inbox size={16} />, '/agent'),
      go('settings', t('nav.settings'), <Settings size={16} />, '/agent/settings'),
      go('team', t('nav.team'), <Users size={16} />, '/agent/settings/team'),
      go('install', t('nav.install'), <Code size={16} />, '/agent/settings/install'),
      {
        id: 'keys',
        name: t('nav.shortcuts'),
        icon: <Keyboard size={16} />,
        keys: SPELLING.sheet,
        run: onSheet,
      },
    ];
  }, [t, navigate, sound, onSheet]);
}
