import type { Message } from '@walkie/client';
import { shownName } from '@walkie/client/blank';
import { plain } from '@walkie/text';
import { Users } from 'lucide-react';
import { type KeyboardEvent, useEffect, useRef } from 'react';
import { useNow } from '../hooks/useNow.ts';
import { useWords } from '../i18n/words.tsx';
import { Button } from '../ui/Button.tsx';
import { Kbd } from '../ui/Kbd.tsx';

interface MovedPromptProps {
  /** The colleague's answer; null when it has not arrived here yet. */
  readonly came: Message | null;
  /** When the reply that waits was written. */
  readonly written: string;
  readonly onSend: () => void;
  readonly onBack: () => void;
  readonly onDiscard: () => void;
}

/** "Ana answered 4 seconds ago": two answers at once are a decision, never an accident. */
export function MovedPrompt({ came, written, onSend, onBack, onDiscard }: MovedPromptProps) {
  const { t, formats } = useWords();
  const now = useNow(1000);
  const name = shownName(came?.sender.name) || t('moved.someone');
  const at = new Date(came?.created_at ?? written);
  const back = useRef<HTMLButtonElement>(null);
  // What is being typed meanwhile is not interrupted, and its Enter decides nothing.
  useEffect(() => {
    const field = document.activeElement;
    if (field instanceof HTMLTextAreaElement && field.value !== '') return;
    back.current?.focus();
  }, []);
  const press = (event: KeyboardEvent) => {
    if (event.key !== 'Escape') return;
    event.stopPropagation();
    onBack();
  };
  return (
    <div
      onKeyDown={press}
      role="alertdialog"
      aria-labelledby="moved-title"
      aria-describedby="moved-text"
      className="mx-3 mb-2 flex animate-rise flex-wrap items-center gap-3 rounded-l border border-signal bg-signal-soft px-4 py-3 text-on-signal-soft wide:mx-4"
    >
      <Users size={18} aria-hidden="true" className="shrink-0" />
      <div className="min-w-40 flex-1">
        <p id="moved-title" className="font-semibold">
          {t('moved.title', { name, ago: formats.ago(at, now) })}
        </p>
        <p id="moved-text" className="truncate text-s">
          <bdi>{plain(came?.content ?? '') || t('moved.text')}</bdi>
        </p>
      </div>
      <div className="flex gap-2">
        <Button ref={back} look="primary" onClick={onBack}>
          {t('moved.back')}
          <Kbd keys="Escape" className="ml-1 opacity-90 phone:hidden" />
        </Button>
        <Button onClick={onSend}>{t('moved.send')}</Button>
        <Button look="quiet" onClick={onDiscard}>
          {t('moved.discard')}
        </Button>
      </div>
    </div>
  );
}
