import { useLasting } from '../hooks/useHealth.ts';
import { useWords } from '../i18n/words.tsx';
import { Logo } from '../ui/Logo.tsx';
import { Main } from '../ui/Main.tsx';

/** Nothing at first: what loads quickly should not flicker. */
export function Splash() {
  const { t } = useWords();
  const shown = useLasting(true, 400);
  return (
    <Main aria-busy="true" className="flex h-full items-center justify-center">
      {shown && (
        <span
          role="status"
          className="flex animate-pulse flex-col items-center gap-3 text-m text-ink-2"
        >
          <Logo size={44} />
          {t('app.loading')}
        </span>
      )}
    </Main>
  );
}
