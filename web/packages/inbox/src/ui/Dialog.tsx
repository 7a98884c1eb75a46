import { clsx } from 'clsx';
import { Dialog as Radix } from 'radix-ui';
import type { ReactNode } from 'react';

interface DialogProps {
  readonly title: string;
  /** What its opener names in `aria-controls`. */
  readonly id?: string;
  /** The title is for screen readers alone. */
  readonly untitled?: boolean;
  readonly onClose: () => void;
  /** Focus the dialog itself, not the first control in it. */
  readonly calm?: boolean;
  readonly overlay?: string;
  readonly className: string;
  readonly children: ReactNode;
}

/**
 * What opens over the page and holds the focus while it is there. Every dialog is this one. Where the
 * focus goes afterwards is the keeper's (packages/focus): Radix knows only a button that opened it.
 */
export function Dialog({
  title,
  id,
  untitled = true,
  onClose,
  calm = false,
  overlay = 'z-40',
  className,
  children,
}: DialogProps) {
  return (
    <Radix.Root open onOpenChange={(shown) => !shown && onClose()}>
      <Radix.Portal>
        <Radix.Overlay className={clsx('fixed inset-0 bg-scrim', overlay)} />
        <Radix.Content
          {...(id === undefined ? {} : { id })}
          aria-describedby={undefined}
          onOpenAutoFocus={(event) => {
            if (!calm) return;
            event.preventDefault();
            (event.currentTarget as HTMLElement).focus();
          }}
          onCloseAutoFocus={(event) => event.preventDefault()}
          className={clsx('fixed outline-none', className)}
        >
          {untitled && <Radix.Title className="unseen">{title}</Radix.Title>}
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

export const DialogTitle = Radix.Title;
export const DialogClose = Radix.Close;
