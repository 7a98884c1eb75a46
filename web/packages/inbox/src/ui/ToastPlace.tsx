import { X } from 'lucide-react';
import { useEffect, useLayoutEffect, useState } from 'react';
import { useWords } from '../i18n/words.tsx';
import { closeToast, placeToasts, type Toast, useToasts } from './toasts.ts';

const SHOWN_MS = 5000;

/**
 * Where toasts stand: in the flow of the page, so that they cover nothing. Several places may be on the
 * page; the innermost has them, close to what was done.
 */
export function ToastPlace() {
  const [place] = useState<object>(() => ({}));
  useLayoutEffect(() => placeToasts(place), [place]);
  const here = useToasts(({ places }) => places.at(-1) === place);
  const toasts = useToasts((state) => state.toasts);
  return (
    <div role="status" className="flex shrink-0 flex-col items-center gap-1.5">
      {here && toasts.map((one) => <Note key={one.id} toast={one} />)}
    </div>
  );
}

function Note({ toast }: { toast: Toast }) {
  const { t } = useWords();
  const { id, text, about, action, other, duration = SHOWN_MS } = toast;
  const elsewhere = useToasts(({ open }) => about !== undefined && about.conversation !== open);
  /** Somebody points at it or is in it: it waits. */
  const [held, setHeld] = useState(false);
  useEffect(() => {
    if (held || duration === 'stays') return undefined;
    const timer = setTimeout(() => closeToast(id), duration);
    return () => clearTimeout(timer);
  }, [id, held, duration]);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: pointing at it only makes it wait
    <div
      data-toast=""
      role={duration === 'stays' ? 'alert' : undefined}
      onPointerEnter={() => setHeld(true)}
      onPointerLeave={() => setHeld(false)}
      onFocus={() => setHeld(true)}
      onBlur={() => setHeld(false)}
      className="mx-3 mb-2 flex min-h-10 w-fit max-w-[min(36rem,calc(100%-1.5rem))] animate-rise items-center gap-2 rounded-l border border-line bg-surface-2 py-1 pr-1.5 pl-3.5 text-s text-ink"
    >
      <p className="min-w-0 flex-1 [overflow-wrap:anywhere]">
        {about !== undefined && elsewhere ? t('toast.about', { name: about.name, text }) : text}
      </p>
      {[action, other].map(
        (way) =>
          way && (
            <button
              key={way.label}
              type="button"
              onClick={() => {
                closeToast(id);
                way.onClick();
              }}
              className="min-h-7 shrink-0 rounded-m px-2 font-semibold text-brand transition-colors hover:bg-surface-3"
            >
              {way.label}
            </button>
          ),
      )}
      <button
        type="button"
        aria-label={t('app.close')}
        onClick={() => {
          closeToast(id);
          toast.onClose?.();
        }}
        className="flex size-7 shrink-0 items-center justify-center rounded-m text-ink-2 transition-colors hover:bg-surface-3 hover:text-ink"
      >
        <X size={14} aria-hidden="true" />
      </button>
    </div>
  );
}
