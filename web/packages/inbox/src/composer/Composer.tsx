import { isBlank } from '@walkie/client/blank';
import { charactersOver } from '@walkie/text';
import { clsx } from 'clsx';
import { Lock, SendHorizontal } from 'lucide-react';
import { Tabs } from 'radix-ui';
import { type KeyboardEvent, type RefObject, useLayoutEffect } from 'react';
import { useWords } from '../i18n/words.tsx';
import type { Draft, Mode } from '../model/drafts.ts';
import { composing, sends } from '../model/keys.ts';
import { usePreferences } from '../model/preferences.ts';
import { Button } from '../ui/Button.tsx';
import { keyNames } from '../ui/Kbd.tsx';

interface ComposerProps {
  readonly name: string;
  readonly draft: Draft;
  readonly resolved: boolean;
  /** The server's limit for one message, in bytes of UTF-8. */
  readonly limit: number;
  readonly input: RefObject<HTMLTextAreaElement | null>;
  readonly onChange: (change: Partial<Draft>) => void;
  readonly onSend: () => void;
}

/** Reply or private note: two fields with two drafts, and a colour that cannot be mistaken. */
export function Composer({ name, draft, resolved, limit, input, onChange, onSend }: ComposerProps) {
  const { t } = useWords();
  const enterSends = usePreferences((preferences) => preferences.enterSends);
  const note = draft.mode === 'note';
  const text = note ? draft.note : draft.reply;
  const excess = charactersOver(text, limit);
  const ready = !isBlank(text) && excess <= 0;
  useGrowing(input, text);

  // To the messages above, not to nowhere: the arrow keys scroll there and Tab comes back.
  const leave = () => {
    const thread = input.current?.closest('section')?.querySelector<HTMLElement>('[role=log]');
    if (thread) thread.focus();
    else input.current?.blur();
  };
  const press = (event: KeyboardEvent) => {
    if (event.key === 'Escape' && !composing(event.nativeEvent)) leave();
    if (!sends(event.nativeEvent, enterSends)) return;
    event.preventDefault();
    if (ready) onSend();
  };
  const submit = () => {
    if (ready) onSend();
    input.current?.focus();
  };

  return (
    <Tabs.Root
      value={draft.mode}
      onValueChange={(mode) => {
        onChange({ mode: mode as Mode });
        input.current?.focus();
      }}
      className={clsx(
        'mx-3 mb-3 rounded-l border p-2 transition-colors wide:mx-4 wide:mb-4',
        'focus-within:outline-2 focus-within:outline-offset-[-1px]',
        note
          ? 'border-signal bg-note text-on-note focus-within:outline-signal'
          : 'border-line-strong bg-surface focus-within:outline-focus',
      )}
    >
      <Tabs.List aria-label={t('composer.mode')} className="flex gap-1">
        <ModeTab mode="reply" name={t('composer.reply')} />
        <ModeTab mode="note" name={t('composer.note')} />
      </Tabs.List>
      <Tabs.Content value={draft.mode} tabIndex={-1} className="outline-none">
        <textarea
          id="composer"
          ref={input}
          value={text}
          rows={1}
          dir="auto"
          enterKeyHint={enterSends ? 'send' : 'enter'}
          aria-label={note ? t('composer.note') : t('composer.reply')}
          placeholder={note ? t('composer.notePlaceholder') : t('composer.replyTo', { name })}
          aria-invalid={excess > 0 || undefined}
          onChange={(event) => onChange({ [draft.mode]: event.target.value })}
          onKeyDown={press}
          className={clsx(
            'block max-h-[40dvh] min-h-11 w-full resize-none bg-transparent px-2 py-2 text-m leading-6 outline-none placeholder:truncate phone:text-xl',
            note && 'placeholder:text-on-note/80',
          )}
        />
      </Tabs.Content>
      <div className="flex min-h-8 items-center gap-3 pl-2">
        <p
          className={clsx('min-w-0 flex-1 truncate text-xs', note ? '' : 'text-ink-3')}
          role="status"
        >
          {excess > 0
            ? t('composer.tooLong', { count: excess })
            : resolved && !note
              ? t('composer.resolved')
              : ''}
          {excess <= 0 && !(resolved && !note) && (
            <span className="phone:hidden">
              {t('composer.hint', {
                send: keyNames(enterSends ? 'Enter' : 'Mod+Enter'),
                line: keyNames(enterSends ? 'Shift+Enter' : 'Enter'),
              })}
            </span>
          )}
        </p>
        <Button look="primary" disabled={!ready} onClick={submit}>
          {note ? (
            <Lock size={14} aria-hidden="true" />
          ) : (
            <SendHorizontal size={15} aria-hidden="true" />
          )}
          {t(note ? 'composer.addNote' : 'composer.send')}
        </Button>
      </div>
    </Tabs.Root>
  );
}

function ModeTab({ mode, name }: { mode: Mode; name: string }) {
  return (
    <Tabs.Trigger
      value={mode}
      className="h-7 rounded-m px-2.5 text-s font-medium opacity-85 transition-colors hover:bg-current/8 data-[state=active]:bg-current/10 data-[state=active]:font-semibold data-[state=active]:opacity-100"
    >
      {name}
    </Tabs.Trigger>
  );
}

/** The field is as high as its text, up to the limit in its style. */
function useGrowing(input: RefObject<HTMLTextAreaElement | null>, text: string): void {
  useLayoutEffect(() => {
    const field = input.current;
    const room = field?.parentElement;
    if (!field || !room) return;
    // While it is measured its room stays: else the thread above would grow for a moment and scroll.
    room.style.height = `${room.offsetHeight}px`;
    field.style.height = 'auto';
    if (text !== '') field.style.height = `${field.scrollHeight}px`;
    room.style.height = '';
  }, [input, text]);
}
