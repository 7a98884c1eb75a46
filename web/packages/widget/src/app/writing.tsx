import type { ReadonlySignal } from '@preact/signals';
import type { Words } from '../i18n/words.ts';
import { Composer } from '../ui/composer.tsx';
import type { Drafting } from './draft.ts';

interface WritingProps {
  words: Words;
  drafting: Drafting;
  /** Most bytes of UTF-8 that the server takes. */
  limit: number;
  focus: ReadonlySignal<number>;
}

/** Where the visitor writes. Apart from the messages: a key draws this part and nothing else. */
export const Writing = ({ words, drafting, limit, focus }: WritingProps) => (
  <Composer
    words={words}
    text={drafting.draft.value}
    limit={limit}
    focus={focus.value}
    onText={drafting.write}
    onSend={drafting.send}
  />
);
