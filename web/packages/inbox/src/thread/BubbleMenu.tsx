import { Copy, MoreHorizontal, Pencil, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useWords } from '../i18n/words.tsx';
import { Menu, MenuContent, MenuItem, MenuTrigger } from '../ui/Menu.tsx';
import { copyText } from '../ui/toasts.ts';

interface BubbleMenuProps {
  readonly content: string;
  readonly onEdit: (() => void) | undefined;
  readonly onDelete: (() => void) | undefined;
  /** There is no undo: deleting takes a second press. */
  readonly asks: boolean;
  /** One of the thread's menus is reached by Tab, the others from it with the arrow keys. */
  readonly reachable: boolean;
}

/** What one can do with a message: shows up on hover and on keyboard focus. */
export function BubbleMenu({ content, onEdit, onDelete, asks, reachable }: BubbleMenuProps) {
  const { t } = useWords();
  const [asked, setAsked] = useState(false);
  return (
    <Menu onOpenChange={() => setAsked(false)}>
      <MenuTrigger
        aria-label={t('message.actions')}
        data-actions=""
        tabIndex={reachable ? 0 : -1}
        className={`mb-0.5 flex size-7 shrink-0 items-center justify-center rounded-m text-ink-2 opacity-0 transition-opacity group-hover:opacity-100 hover:bg-surface-3 focus-visible:opacity-100 data-[state=open]:opacity-100 ${onEdit ? '[@media(hover:none)]:opacity-70' : '[@media(hover:none)]:hidden'}`}
      >
        <MoreHorizontal size={16} aria-hidden="true" />
      </MenuTrigger>
      <MenuContent align="center" className="min-w-36">
        <MenuItem
          onSelect={() => void copyText(content, t('message.copied'), t('settings.copyFailed'))}
        >
          <Copy size={14} aria-hidden="true" />
          {t('message.copy')}
        </MenuItem>
        {onEdit && (
          <MenuItem onSelect={onEdit}>
            <Pencil size={14} aria-hidden="true" />
            {t('message.edit')}
          </MenuItem>
        )}
        {onDelete && (
          <MenuItem
            danger
            onSelect={(event) => {
              if (!asks || asked) return onDelete();
              event.preventDefault();
              setAsked(true);
            }}
          >
            <Trash2 size={14} aria-hidden="true" />
            {t(asked ? 'message.deleteSure' : 'message.delete')}
          </MenuItem>
        )}
      </MenuContent>
    </Menu>
  );
}
