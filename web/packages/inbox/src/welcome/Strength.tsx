import { clsx } from 'clsx';
import { useWords } from '../i18n/words.tsx';
import { strength } from '../model/password.ts';

/** Four bars and a word: how hard the password is to guess. */
export function Strength({ password, known }: { password: string; known: readonly string[] }) {
  const { t } = useWords();
  const level = strength(password, known);
  const colour = level >= 3 ? 'bg-online' : level === 2 ? 'bg-signal' : 'bg-danger';
  if (password === '') return null;
  return (
    <span className="flex items-center gap-2">
      <span aria-hidden="true" className="flex flex-1 gap-1">
        {[1, 2, 3, 4].map((bar) => (
          <span
            key={bar}
            className={clsx(
              'h-1 flex-1 rounded-full transition-colors',
              bar <= level ? colour : 'bg-surface-3',
            )}
          />
        ))}
      </span>
      <span>
        <span className="unseen">{t('strength.label')}: </span>
        {t(`strength.${level}`)}
      </span>
    </span>
  );
}
