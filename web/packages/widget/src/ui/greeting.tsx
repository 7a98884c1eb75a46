import type { Words } from '../i18n/words.ts';
import { Mark } from './icons.tsx';

/** Stands above the first message, and alone before there is one. */
export function Greeting({ words, alone }: { words: Words; alone: boolean }) {
  return (
    <div class={alone ? 'greeting alone' : 'greeting'}>
      <Mark />
      <h2>{words.t('greeting')}</h2>
      <p>{words.t('greeting_more')}</p>
    </div>
  );
}
