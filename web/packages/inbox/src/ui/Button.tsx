import { clsx } from 'clsx';
import type { ComponentProps } from 'react';

type Look = 'primary' | 'outline' | 'quiet' | 'danger';

const LOOKS: Readonly<Record<Look, string>> = {
  primary: 'bg-brand text-on-brand hover:bg-brand-hover active:bg-brand-active',
  outline: 'border border-line bg-surface text-ink hover:bg-surface-2 active:bg-surface-3',
  quiet: 'text-ink-2 hover:bg-surface-3 hover:text-ink',
  danger: 'bg-danger text-on-danger hover:opacity-90',
};

export function Button({
  look = 'outline',
  className,
  type = 'button',
  ...rest
}: ComponentProps<'button'> & { look?: Look }) {
  return (
    <button
      {...rest}
      type={type}
      className={clsx(
        'inline-flex h-8 shrink-0 items-center justify-center gap-1.5 rounded-m px-3 text-s font-semibold',
        'whitespace-nowrap transition-colors disabled:opacity-60',
        LOOKS[look],
        className,
      )}
    />
  );
}
