import type { Words } from '../i18n/words.ts';
import { ArrowDown } from './icons.tsx';

interface JumpProps {
  words: Words;
  /** How many wait unread; 100: more than 99. */
  unread: number;
  onJump: () => void;
}

/** Back to the newest message; amber and with a number when something waits there. */
export function Jump({ words, unread, onJump }: JumpProps) {
  const count =
    unread > 99 ? words.t('new_many', { count: 99 }) : words.t('new_messages', { count: unread });
  return (
    <button
      type="button"
      class={unread > 0 ? 'jump' : 'jump none'}
      aria-label={unread > 0 ? `${count}. ${words.t('jump')}` : words.t('jump')}
      onClick={onJump}
    >
      <ArrowDown />
      {unread > 0 && count}
    </button>
  );
}
