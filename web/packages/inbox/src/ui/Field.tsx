import { clsx } from 'clsx';
import { type ComponentProps, type ReactNode, useId } from 'react';

interface FieldProps extends Omit<ComponentProps<'input'>, 'id'> {
  readonly label: string;
  readonly error?: string | null | undefined;
  readonly hint?: ReactNode;
  /** Stands inside the field at its end, such as a button that shows the password. */
  readonly end?: ReactNode;
}

/** A labelled input; its hint and its error are tied to it for screen readers. */
export function Field({ label, error, hint, end, className, ...rest }: FieldProps) {
  const id = useId();
  const described = [error ? `${id}-error` : '', hint ? `${id}-hint` : ''].join(' ').trim();
  return (
    <div className={className}>
      <label htmlFor={id} className="mb-1.5 block text-s font-medium text-ink">
        {label}
      </label>
      <div className="relative">
        <input
          dir="auto"
          {...rest}
          id={id}
          aria-invalid={error ? true : undefined}
          aria-describedby={described || undefined}
          className={clsx(
            'h-11 w-full rounded-m border bg-surface px-3 text-xl text-ink transition-colors',
            end !== undefined && 'pr-12',
            error ? 'border-danger' : 'border-line-strong',
          )}
        />
        {end !== undefined && (
          <div className="absolute inset-y-0 right-1.5 flex items-center">{end}</div>
        )}
      </div>
      {error && (
        <p id={`${id}-error`} className="mt-1.5 text-s text-danger">
          {error}
        </p>
      )}
      {hint && (
        <div id={`${id}-hint`} className="mt-1.5 text-s text-ink-3">
          {hint}
        </div>
      )}
    </div>
  );
}
