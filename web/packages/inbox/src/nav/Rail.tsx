import { clsx } from 'clsx';
import { Code, Inbox, Keyboard, Settings, Users } from 'lucide-react';
import type { ReactNode } from 'react';
import { Link, useLocation } from 'wouter';
import { useWords } from '../i18n/words.tsx';
import { IconButton, Tip } from '../ui/IconButton.tsx';
import { Kbd } from '../ui/Kbd.tsx';
import { Logo } from '../ui/Logo.tsx';
import { AccountMenu } from './AccountMenu.tsx';
import { LanguageMenu, ThemeMenu } from './LookMenus.tsx';

/** The places of the app. A column at the side; on phones a row at the bottom. */
export function Rail({ hiddenOnPhone, onSheet }: { hiddenOnPhone: boolean; onSheet: () => void }) {
  const { t } = useWords();
  const [path] = useLocation();
  const inInbox = path === '/agent' || path.startsWith('/agent/c/');
  return (
    <nav
      aria-label={t('nav.label')}
      className={clsx(
        'flex shrink-0 items-center gap-1 border-line bg-surface-2',
        'wide:w-14 wide:flex-col wide:border-r wide:py-3',
        'phone:order-last phone:h-14 phone:justify-around phone:border-t phone:px-2 phone:pb-[env(safe-area-inset-bottom)]',
        hiddenOnPhone && 'phone:hidden',
      )}
    >
      <span className="mb-3 phone:hidden">
        <Logo size={30} />
      </span>
      <Place href="/agent" name={t('nav.inbox')} current={inInbox}>
        <Inbox size={20} />
      </Place>
      <Place href="/agent/settings/team" name={t('nav.team')} current={path.endsWith('/team')}>
        <Users size={20} />
      </Place>
      <Place
        href="/agent/settings/install"
        name={t('nav.install')}
        current={path.endsWith('/install')}
      >
        <Code size={20} />
      </Place>
      <Place href="/agent/settings" name={t('nav.settings')} current={path === '/agent/settings'}>
        <Settings size={20} />
      </Place>
      <span className="grow phone:hidden" />
      <span className="contents phone:hidden">
        <IconButton
          label={t('nav.shortcuts')}
          hint={<Kbd keys="?" />}
          side="right"
          className="phone:hidden"
          onClick={onSheet}
        >
          <Keyboard size={18} />
        </IconButton>
      </span>
      <LanguageMenu className="phone:hidden" />
      <ThemeMenu className="phone:hidden" />
      <AccountMenu />
    </nav>
  );
}

function Place(props: { href: string; name: string; current: boolean; children: ReactNode }) {
  return (
    <Tip label={props.name} side="right">
      <Link
        href={props.href}
        aria-label={props.name}
        aria-current={props.current ? 'page' : undefined}
        className={clsx(
          'flex size-10 items-center justify-center rounded-m transition-colors',
          props.current
            ? 'bg-brand-soft text-on-brand-soft'
            : 'text-ink-2 hover:bg-surface-3 hover:text-ink',
        )}
      >
        {props.children}
      </Link>
    </Tip>
  );
}
