import { isBlank } from '@walkie/client/blank';
import { sendable } from '@walkie/text';
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { useWords } from '../i18n/words.tsx';
import { composing, sends } from '../model/keys.ts';
import { type About, toast } from '../ui/toasts.ts';

interface EditBoxProps {
  readonly content: string;
  readonly about: About;
  readonly onSave: (content: string) => Promise<unknown>;
  readonly onDone: () => void;
}

/** The message as a field in its own bubble. Enter saves, Escape leaves it as it was. */
export function EditBox({ content, about, onSave, onDone }: EditBoxProps) {
  const { t } = useWords();
  const [text, setText] = useState(content);
  const [busy, setBusy] = useState(false);
  const field = useRef<HTMLTextAreaElement>(null);
  useEffect(() => {
    field.current?.focus();
    field.current?.setSelectionRange(content.length, content.length);
  }, [content.length]);

  const save = () => {
    const next = sendable(text);
    if (busy) return;
    if (isBlank(next) || next === content) return onDone();
    setBusy(true);
    onSave(next)
      .then(onDone)
      .catch(() => {
        toast(t('message.editFailed'), { about });
        setBusy(false);
      });
  };
  const press = (event: KeyboardEvent) => {
    if (event.key === 'Escape' && !composing(event.nativeEvent)) {
      event.stopPropagation();
      onDone();
    } else if (sends(event.nativeEvent, true)) {
      event.preventDefault();
      save();
    }
  };
  const button = 'rounded-s px-2 py-1 text-s font-semibold hover:bg-current/10';
  return (
    <div data-aside="" className="w-[min(32rem,70vw)]">
      <textarea
        ref={field}
        value={text}
        dir="auto"
        rows={Math.min(8, text.split('\n').length + 1)}
        aria-label={t('message.editLabel')}
        readOnly={busy}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={press}
        className="w-full resize-none rounded-s bg-current/10 px-2 py-1 text-inherit outline-none focus-visible:outline-2 focus-visible:outline-current"
      />
      <div className="flex justify-end gap-1">
        <button type="button" className={button} onClick={onDone}>
          {t('message.cancel')}
        </button>
        <button type="button" className={button} onClick={save} aria-disabled={busy}>
          {t('message.save')}
        </button>
      </div>
    </div>
  );
}
