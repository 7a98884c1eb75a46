import { clsx } from 'clsx';
import type { ComponentProps } from 'react';

/** The part of a page that is not navigation. It takes the focus when a page takes another's place. */
export function Main({ className, ...rest }: ComponentProps<'main'>) {
  return (
    <main
      id="main"
      tabIndex={-1}
      data-homes=""
      {...rest}
      className={clsx('outline-none', className)}
    />
  );
}
