import type { Words } from '../i18n/words.ts';
import { ChevronDown, Mark } from './icons.tsx';
import { Menu, type MenuChoice } from './menu.tsx';

interface HeaderProps {
  words: Words;
  title: string;
  /** Who of the staff is here now. */
  agents: string[];
  choices: MenuChoice[];
  onClose?: (() => void) | undefined;
}

export function Header({ words, title, agents, choices, onClose }: HeaderProps) {
  const here = agents.length > 0;
  return (
    <header class="top">
      <Mark />
      <div class="who">
        <h1>{title}</h1>
        <p class={here ? 'presence here' : 'presence'}>{presence(words, agents)}</p>
      </div>
      <Menu words={words} choices={choices} />
      {onClose && (
        <button type="button" class="tool" aria-label={words.t('close')} onClick={onClose}>
          <ChevronDown />
        </button>
      )}
    </header>
  );
}

function presence({ t, formats }: Words, agents: string[]): string {
  const [name, ...others] = agents;
  if (name === undefined) return t('reply_time');
  return others.length > 0 ? t('here_many', { names: formats.list(agents) }) : t('here', { name });
}
