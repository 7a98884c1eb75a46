import { clsx } from 'clsx';
import { Check } from 'lucide-react';
import { DropdownMenu } from 'radix-ui';
import type { ComponentProps, ReactNode } from 'react';

export const Menu = DropdownMenu.Root;
export const MenuTrigger = DropdownMenu.Trigger;
export const MenuRadioGroup = DropdownMenu.RadioGroup;

/** Where the focus goes when it closes is the keeper's (packages/focus): to its button, if it is there. */
export function MenuContent({ className, ...rest }: ComponentProps<typeof DropdownMenu.Content>) {
  return (
    <DropdownMenu.Portal>
      <DropdownMenu.Content
        sideOffset={6}
        collisionPadding={8}
        onCloseAutoFocus={(event) => event.preventDefault()}
        {...rest}
        className={clsx(
          'z-40 max-h-[min(24rem,var(--radix-dropdown-menu-content-available-height))] min-w-44',
          'animate-in overflow-y-auto rounded-l border border-line bg-surface p-1 shadow-float',
          className,
        )}
      />
    </DropdownMenu.Portal>
  );
}

const ITEM =
  'flex min-h-8 items-center gap-2.5 rounded-m px-2.5 py-1 text-s outline-none select-none ' +
  'data-[highlighted]:bg-brand-soft data-[highlighted]:text-on-brand-soft data-[disabled]:opacity-50';

export function MenuItem({
  danger = false,
  className,
  ...rest
}: ComponentProps<typeof DropdownMenu.Item> & { danger?: boolean }) {
  return (
    <DropdownMenu.Item
      {...rest}
      className={clsx(
        ITEM,
        danger &&
          'text-danger data-[highlighted]:bg-danger-soft data-[highlighted]:text-on-danger-soft',
        className,
      )}
    />
  );
}

export function MenuRadio({ value, children }: { value: string; children: ReactNode }) {
  return (
    <DropdownMenu.RadioItem value={value} className={clsx(ITEM, 'pr-8')}>
      {children}
      <DropdownMenu.ItemIndicator className="absolute right-3">
        <Check size={14} aria-hidden="true" />
      </DropdownMenu.ItemIndicator>
    </DropdownMenu.RadioItem>
  );
}

export function MenuLabel({ children }: { children: ReactNode }) {
  return (
    <DropdownMenu.Label className="px-2.5 pt-1.5 pb-1 text-xs font-medium text-ink-3">
      {children}
    </DropdownMenu.Label>
  );
}

export function MenuLine() {
  return <DropdownMenu.Separator className="my-1 h-px bg-line" />;
}
