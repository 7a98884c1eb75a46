import { Dialog } from 'radix-ui';
import type { OpenConversation } from '../hooks/useConversation.ts';
import { useWords } from '../i18n/words.tsx';
import { ContactPanel } from './ContactPanel.tsx';

interface ContactPaneProps {
  readonly open: OpenConversation;
  /** Beside the thread where there is room, else over it. */
  readonly beside: boolean;
  readonly onClose: () => void;
}

export function ContactPane({ open, beside, onClose }: ContactPaneProps) {
  const { t } = useWords();
  const panel = <ContactPanel snapshot={open.snapshot} onClose={onClose} />;
  if (beside) {
    return (
      <aside
        aria-label={t('contact.label')}
        className="flex w-72 shrink-0 flex-col border-l border-line bg-bg"
      >
        {panel}
      </aside>
    );
  }
  return (
    <Dialog.Root open onOpenChange={(shown) => !shown && onClose()}>
      <Dialog.Portal>
        <Dialog.Overlay className="fixed inset-0 z-30 bg-[rgb(0_0_0/0.4)]" />
        <Dialog.Content
          aria-describedby={undefined}
          onOpenAutoFocus={(event) => {
            // The panel, not its close button: a focused button would show its tooltip.
            event.preventDefault();
            (event.currentTarget as HTMLElement).focus();
          }}
          className="fixed inset-y-0 right-0 z-30 flex w-80 max-w-[88vw] animate-in flex-col bg-bg shadow-float outline-none"
        >
          <Dialog.Title className="unseen">{t('contact.label')}</Dialog.Title>
          {panel}
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
