import type { ReactNode } from 'react';

export function Card({
  title,
  text,
  children,
}: {
  title: string;
  text?: string;
  children: ReactNode;
}) {
  return (
    <section className="mb-5 rounded-l border border-line bg-surface p-5">
      <h2 className="text-l font-semibold">{title}</h2>
      {text && <p className="mt-0.5 text-m text-ink-2">{text}</p>}
      <div className="mt-3 flex flex-col gap-3">{children}</div>
    </section>
  );
}

/** One thing to set: its name and explanation at the left, the control at the right. */
export function Setting({
  name,
  text,
  children,
}: {
  name: string;
  text?: string;
  children: ReactNode;
}) {
  return (
    <div className="flex min-h-10 flex-wrap items-center justify-between gap-x-4 gap-y-2">
      <div className="min-w-40 flex-1">
        <p className="text-m font-medium">{name}</p>
        {text && <p className="text-s text-ink-2">{text}</p>}
      </div>
      {children}
    </div>
  );
}
