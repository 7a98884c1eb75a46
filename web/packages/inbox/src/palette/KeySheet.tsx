import { X } from 'lucide-react';
import { useWords } from '../i18n/words.tsx';
import { SPELLING } from '../model/keys.ts';
import { usePreferences } from '../model/preferences.ts';
import { Dialog, DialogClose, DialogTitle } from '../ui/Dialog.tsx';
import { Kbd } from '../ui/Kbd.tsx';

/** All shortcuts on one page. */
export default function KeySheet({ onClose }: { onClose: () => void }) {
  const { t } = useWords();
  const enterSends = usePreferences((preferences) => preferences.enterSends);
  const groups = [
    {
      title: t('keys.general'),
      keys: [
        [SPELLING.palette, t('keys.palette')],
        [SPELLING.sheet, t('keys.sheet')],
        [SPELLING.next, t('keys.next')],
        [SPELLING.previous, t('keys.previous')],
      ],
    },
    {
      title: t('keys.conversation'),
      keys: [
        [SPELLING.resolve, t('keys.resolve')],
        [SPELLING.pending, t('keys.pending')],
        [SPELLING.snooze, t('keys.snooze')],
        [SPELLING.reply, t('keys.reply')],
        [SPELLING.note, t('keys.note')],
      ],
    },
    {
      title: t('keys.writing'),
      keys: [
        [enterSends ? 'Enter' : 'Mod+Enter', t('keys.send')],
        [enterSends ? 'Shift+Enter' : 'Enter', t('keys.line')],
        ['Escape', t('keys.escape')],
      ],
    },
  ] as const;
  return (
    <Dialog
      title={t('keys.title')}
      untitled={false}
      onClose={onClose}
      className="top-1/2 left-1/2 z-40 max-h-[90dvh] w-[min(26rem,calc(100vw-2rem))] -translate-1/2 animate-in overflow-y-auto rounded-l border border-line bg-surface p-5 shadow-float"
    >
      <div className="flex items-center justify-between">
        <DialogTitle className="text-xl font-semibold">{t('keys.title')}</DialogTitle>
        <DialogClose
          aria-label={t('keys.close')}
          className="flex size-8 items-center justify-center rounded-m text-ink-2 hover:bg-surface-3"
        >
          <X size={16} aria-hidden="true" />
        </DialogClose>
      </div>
      {groups.map((group) => (
        <section key={group.title} className="mt-4">
          <h3 className="mb-1.5 text-xs font-semibold text-ink-3">{group.title}</h3>
          <dl className="flex flex-col">
            {group.keys.map(([keys, name]) => (
              <div key={name} className="flex min-h-8 items-center justify-between gap-4">
                <dt className="text-m">{name}</dt>
                <dd>
                  <Kbd keys={keys} className="bg-surface-2" />
                </dd>
              </div>
            ))}
          </dl>
        </section>
      ))}
    </Dialog>
  );
}
