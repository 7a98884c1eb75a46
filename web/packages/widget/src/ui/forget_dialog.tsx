import { useEffect, useRef } from 'preact/hooks';
import type { Words } from '../i18n/words.ts';

interface ForgetDialogProps {
  words: Words;
  onCancel: () => void;
  onForget: () => void;
}

/** A native dialog: it traps focus, closes on Esc and gives focus back by itself. */
export function ForgetDialog({ words, onCancel, onForget }: ForgetDialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  return (
    <dialog
      ref={dialog}
      aria-labelledby="forget-title"
      aria-describedby="forget-more"
      onClose={onCancel}
      onKeyDown={(event) => event.stopPropagation()}
    >
      <h2 id="forget-title">{words.t('forget_ask')}</h2>
      <p id="forget-more">{words.t('forget_more')}</p>
      <div class="choices">
        <button type="button" class="plain" onClick={() => dialog.current?.close()}>
          {words.t('cancel')}
        </button>
        <button type="button" class="strong danger" onClick={onForget}>
          {words.t('forget_do')}
        </button>
      </div>
    </dialog>
  );
}
