// The menu in the header: arrows move, Esc and a click elsewhere close, focus returns.
import type { ComponentType } from 'preact';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { Words } from '../i18n/words.ts';
import { Dots } from './icons.tsx';

export interface MenuChoice {
  label: string;
  icon: ComponentType;
  lang?: string;
  danger?: boolean;
  onChoose: () => void;
}

export function Menu({ words, choices }: { words: Words; choices: MenuChoice[] }) {
  const [open, setOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const list = useRef<HTMLDivElement>(null);

  useLayoutEffect(() => {
    if (open) list.current?.querySelector<HTMLElement>('[role=menuitem]')?.focus();
  }, [open]);

  useEffect(() => {
    if (!open) return;
    const away = ({ target }: Event) => {
      const node = target as Node;
      if (!list.current?.contains(node) && !button.current?.contains(node)) setOpen(false);
    };
    const gone = () => setOpen(false);
    document.addEventListener('pointerdown', away);
    window.addEventListener('blur', gone);
    return () => {
      document.removeEventListener('pointerdown', away);
      window.removeEventListener('blur', gone);
    };
  }, [open]);

  const close = () => {
    setOpen(false);
    button.current?.focus();
  };

  const move = (event: KeyboardEvent) => {
    const items = [...(list.current?.querySelectorAll<HTMLElement>('[role=menuitem]') ?? [])];
    const at = items.indexOf(document.activeElement as HTMLElement);
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: items.length - 1 }[event.key];
    if (to !== undefined) {
      event.preventDefault();
      items.at(to % items.length)?.focus();
    } else if (event.key === 'Escape' || event.key === 'Tab') {
      if (event.key === 'Escape') event.preventDefault();
      event.stopPropagation();
      close();
    }
  };

  return (
    <div class="menu">
      <button
        ref={button}
        type="button"
        class="tool"
        aria-label={words.t('menu')}
        aria-haspopup="menu"
        aria-expanded={open}
        onClick={() => setOpen(!open)}
      >
        <Dots />
      </button>
      {open && (
        <div ref={list} class="menu-list" role="menu" aria-label={words.t('menu')} onKeyDown={move}>
          {choices.map(({ label, icon: Icon, lang, danger, onChoose }) => (
            <button
              key={label}
              type="button"
              role="menuitem"
              tabIndex={-1}
              lang={lang}
              class={danger ? 'danger' : undefined}
              onClick={() => {
                close();
                onChoose();
              }}
            >
              <Icon />
              {label}
            </button>
          ))}
        </div>
      )}
    </div>
  );
}
