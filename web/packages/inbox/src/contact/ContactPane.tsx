import type { OpenConversation } from '../hooks/useConversation.ts';
import { useWords } from '../i18n/words.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { ToastPlace } from '../ui/ToastPlace.tsx';
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
        id="details"
        aria-label={t('contact.label')}
        className="flex w-72 shrink-0 flex-col border-l border-line bg-bg"
      >
        {panel}
      </aside>
    );
  }
  return (
    // The panel takes the focus, not its close button: a focused button would show its tooltip.
    <Dialog
      id="details"
      title={t('contact.label')}
      onClose={onClose}
      calm
      overlay="z-30"
      className="inset-y-0 right-0 z-30 flex w-80 max-w-[88vw] animate-in flex-col bg-bg shadow-float"
    >
      {panel}
      <ToastPlace />
    </Dialog>
  );
}
