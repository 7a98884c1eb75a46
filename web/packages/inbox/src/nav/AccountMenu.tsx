import { BellOff, BellRing, LogOut, Settings } from 'lucide-react';
import { useLocation } from 'wouter';
import { useSignOut } from '../hooks/useSession.ts';
import { useWalkie } from '../hooks/walkie.tsx';
import { useWords } from '../i18n/words.tsx';
import { prefer, usePreferences } from '../model/preferences.ts';
import { Avatar } from '../ui/Avatar.tsx';
import { Menu, MenuContent, MenuItem, MenuLine, MenuTrigger } from '../ui/Menu.tsx';

export function AccountMenu() {
  const { me } = useWalkie();
  const { t } = useWords();
  const [, navigate] = useLocation();
  const signOut = useSignOut();
  const sound = usePreferences((preferences) => preferences.sound);
  const name = me.name ?? me.email ?? '';
  return (
    <Menu>
      <MenuTrigger
        aria-label={t('nav.account', { name })}
        className="mt-1 flex size-10 items-center justify-center rounded-m hover:bg-surface-3"
      >
        <Avatar name={name} size="s" tone="staff" />
      </MenuTrigger>
      <MenuContent side="right" align="end">
        <div className="px-2.5 pt-1.5 pb-2">
          <p className="text-m font-semibold">
            <bdi>{name}</bdi>
          </p>
          {me.email && <p className="text-xs text-ink-2">{me.email}</p>}
        </div>
        <MenuLine />
        <MenuItem onSelect={() => navigate('/agent/settings')}>
          <Settings size={15} aria-hidden="true" />
          {t('nav.settings')}
        </MenuItem>
        <MenuItem onSelect={() => prefer({ sound: !sound })}>
          {sound ? (
            <BellOff size={15} aria-hidden="true" />
          ) : (
            <BellRing size={15} aria-hidden="true" />
          )}
          {t(sound ? 'palette.mute' : 'palette.unmute')}
        </MenuItem>
        <MenuLine />
        <MenuItem onSelect={() => void signOut()}>
          <LogOut size={15} aria-hidden="true" />
          {t('nav.signOut')}
        </MenuItem>
      </MenuContent>
    </Menu>
  );
}
