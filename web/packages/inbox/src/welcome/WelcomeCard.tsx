import type { ReactNode } from 'react';
import { LanguageMenu, ThemeMenu } from '../nav/LookMenus.tsx';
import { Logo } from '../ui/Logo.tsx';
import { Main } from '../ui/Main.tsx';

/** The quiet page before the inbox: one card on paper. */
export function WelcomeCard({
  title,
  lead,
  children,
}: {
  title: string;
  lead: string;
  children?: ReactNode;
}) {
  return (
    <div className="flex h-full flex-col overflow-y-auto">
      <div className="flex justify-end gap-1 p-3">
        <LanguageMenu />
        <ThemeMenu />
      </div>
      <Main className="m-auto w-full max-w-[25rem] animate-rise px-5 pb-16">
        <div className="rounded-xl rounded-bl-[4px] border border-line bg-surface p-7 shadow-float wide:p-9">
          <Logo size={44} />
          <h1 className="mt-5 text-2xl leading-7 font-semibold">{title}</h1>
          <p className="mt-1 mb-6 text-l text-ink-2">{lead}</p>
          {children}
        </div>
      </Main>
    </div>
  );
}

/** What went wrong with the whole form. */
export function FormError({ children }: { children: ReactNode }) {
  return (
    <p role="alert" className="rounded-m bg-danger-soft px-3 py-2 text-m text-on-danger-soft">
      {children}
    </p>
  );
}
