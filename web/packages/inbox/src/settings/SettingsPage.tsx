import { clsx } from 'clsx';
import { Code, SlidersHorizontal, Users } from 'lucide-react';
import { Link } from 'wouter';
import { usePageTitle } from '../hooks/useTitle.ts';
import { useWords } from '../i18n/words.tsx';
import { Main } from '../ui/Main.tsx';
import { Install } from './Install.tsx';
import { Profile } from './Profile.tsx';
import { Team } from './Team.tsx';

const SECTIONS = [
  { id: 'profile', href: '/agent/settings', name: 'settings.profile', icon: SlidersHorizontal },
  { id: 'team', href: '/agent/settings/team', name: 'nav.team', icon: Users },
  { id: 'install', href: '/agent/settings/install', name: 'nav.install', icon: Code },
] as const;

export default function SettingsPage({ section }: { section: string }) {
  const { t } = useWords();
  const current = SECTIONS.find((one) => one.id === section) ?? SECTIONS[0];
  usePageTitle(t(current.name));
  return (
    <Main className="flex min-h-0 min-w-0 flex-1 flex-col overflow-y-auto bg-bg wide:flex-row">
      <nav
        aria-label={t('settings.sections')}
        className="flex shrink-0 gap-1 border-line p-3 phone:overflow-x-auto phone:border-b wide:w-60 wide:flex-col wide:border-r wide:p-4"
      >
        <p className="px-2.5 pt-1 pb-3 text-xl font-semibold phone:hidden">{t('settings.title')}</p>
        {SECTIONS.map((one) => (
          <Link
            key={one.id}
            href={one.href}
            aria-current={one === current ? 'page' : undefined}
            className={clsx(
              'flex h-9 items-center gap-2.5 rounded-m px-2.5 text-m font-medium whitespace-nowrap transition-colors',
              one === current
                ? 'bg-brand-soft text-on-brand-soft'
                : 'text-ink-2 hover:bg-surface-3 hover:text-ink',
            )}
          >
            <one.icon size={16} aria-hidden="true" />
            {t(one.name)}
          </Link>
        ))}
      </nav>
      <div className="w-full max-w-2xl px-5 py-6 wide:px-10 wide:py-8">
        <h1 className="mb-6 text-2xl font-semibold">{t(current.name)}</h1>
        {current.id === 'profile' && <Profile />}
        {current.id === 'team' && <Team />}
        {current.id === 'install' && <Install />}
      </div>
    </Main>
  );
}
