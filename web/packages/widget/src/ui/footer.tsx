// Below the composer: what the visitor must know, and what runs here.
import type { Words } from '../i18n/words.ts';

interface FooterProps {
  words: Words;
  /** The team sees what is typed before it is sent. */
  typingShown: boolean;
}

export function Footer({ words, typingShown }: FooterProps) {
  // The name is a link wherever the language puts it.
  const [before, after] = words.t('powered', { name: '|' }).split('|');
  return (
    <>
      {typingShown && <p class="shown">{words.t('typing_shown')}</p>}
      <p class="powered">
        {before}
        <a href="/" target="_blank" rel="noopener">
          Walkie
        </a>
        {after}
      </p>
    </>
  );
}
