import { clsx } from 'clsx';
import { Tooltip } from 'radix-ui';
import type { ComponentProps, ReactNode } from 'react';

type Side = 'top' | 'right' | 'bottom' | 'left';

/** A square button that shows an icon; its name is a tooltip for eyes and a label for others. */
export function IconButton({
  label,
  hint,
  side = 'bottom',
  className,
  children,
  type = 'button',
  ...rest
}: ComponentProps<'button'> & { label: string; hint?: ReactNode; side?: Side }) {
  return (
    <Tip label={label} hint={hint} side={side}>
      <button
        aria-label={label}
        {...rest}
        type={type}
        className={clsx(
          'inline-flex size-8 shrink-0 items-center justify-center rounded-m text-ink-2',
          'transition-colors hover:bg-surface-3 hover:text-ink disabled:opacity-50',
          'data-[state=open]:bg-surface-3',
          className,
        )}
      >
        {children}
      </button>
    </Tip>
  );
}

/** Shows a name beside what it wraps, on hover and on keyboard focus. */
export function Tip({
  label,
  hint,
  side = 'bottom',
  children,
}: {
  label: string;
  hint?: ReactNode;
  side?: Side;
  children: ReactNode;
}) {
  return (
    <Tooltip.Root>
      <Tooltip.Trigger asChild>{children}</Tooltip.Trigger>
      <Tooltip.Portal>
        <Tooltip.Content
          side={side}
          sideOffset={6}
          collisionPadding={8}
          className="z-30 flex max-w-64 items-center gap-2 rounded-s bg-ink px-2 py-1 text-xs text-bg shadow-float"
        >
          {label}
          {hint}
        </Tooltip.Content>
      </Tooltip.Portal>
    </Tooltip.Root>
  );
}
