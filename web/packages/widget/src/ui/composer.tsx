// Where the visitor writes. The text leaves the field only into a bubble that can be seen.
import { isBlank } from '@walkie/client/blank';
import { charactersOver } from '@walkie/text';
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import type { Words } from '../i18n/words.ts';
import { ArrowUp } from './icons.tsx';

interface ComposerProps {
  words: Words;
  text: string;
  /** Most bytes of UTF-8 that the server takes. */
  limit: number;
  /** Counts up when the cursor should go into the field. */
  focus: number;
  onText: (text: string) => void;
  onSend: () => void;
}

/** Enter sends, unless it breaks the line or confirms a candidate of an input method. */
export function sends(event: KeyboardEvent): boolean {
  return event.key === 'Enter' && !event.shiftKey && !event.isComposing && event.keyCode !== 229;
}

export function Composer({ words, text, limit, focus, onText, onSend }: ComposerProps) {
  const field = useRef<HTMLTextAreaElement>(null);
  const over = charactersOver(text, limit);
  const ready = !isBlank(text) && over === 0;

  useEffect(() => {
    if (focus > 0) field.current?.focus({ preventScroll: true });
  }, [focus]);

  useLayoutEffect(() => {
    const area = field.current;
    const room = area?.form;
    if (!area || !room) return;
    // While it is measured its room stays: else the thread above would grow for a moment and scroll.
    room.style.minHeight = `${room.offsetHeight}px`;
    area.style.height = 'auto';
    area.style.height = `${area.scrollHeight + 2}px`;
    room.style.minHeight = '';
  }, [text]);

  const send = () => {
    if (ready) onSend();
    field.current?.focus({ preventScroll: true });
  };

  return (
    <form
      class="composer"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <textarea
        ref={field}
        rows={1}
        dir="auto"
        value={text}
        aria-label={words.t('message')}
        aria-invalid={over > 0}
        aria-describedby={over > 0 ? 'over' : undefined}
        placeholder={words.t('placeholder')}
        enterkeyhint="send"
        autocomplete="off"
        onInput={(event) => onText(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (!sends(event)) return;
          event.preventDefault();
          send();
        }}
      />
      <button type="submit" class="send" aria-label={words.t('send')} aria-disabled={!ready}>
        <ArrowUp />
      </button>
      {over > 0 && (
        <p id="over" class="over" role="alert">
          {words.t('too_long', { count: over })}
        </p>
      )}
    </form>
  );
}
