import type { Words } from '../i18n/words.ts';

export function Typing({ words, name }: { words: Words; name: string }) {
  return (
    <div class="line them first last typing">
      <div class="stack">
        <div class="bubble dots">
          <span class="sr">{words.t('typing', { name: name || words.t('team') })}</span>
          <i />
          <i />
          <i />
        </div>
      </div>
    </div>
  );
}
