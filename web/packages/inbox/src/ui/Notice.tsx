import type { ReactNode } from 'react';

/** The middle of an empty or failed pane: what is (not) here, why, and what to do. */
export function Notice({
  icon,
  title,
  text,
  level = 'h2',
  children,
}: {
  icon: ReactNode;
  title: string;
  text?: ReactNode;
  level?: 'h1' | 'h2';
  children?: ReactNode;
}) {
  const Heading = level;
  return (
    <div className="m-auto flex max-w-80 animate-rise flex-col items-center gap-2 p-6 text-center">
      <span
        aria-hidden="true"
        className="mb-2 flex size-12 items-center justify-center rounded-l rounded-bl-[4px] bg-brand-soft text-on-brand-soft"
      >
        {icon}
      </span>
      <Heading className="text-xl font-semibold text-ink">{title}</Heading>
      {text && <p className="text-m text-ink-2">{text}</p>}
      {children && <div className="mt-3 flex flex-wrap justify-center gap-2">{children}</div>}
    </div>
  );
}
