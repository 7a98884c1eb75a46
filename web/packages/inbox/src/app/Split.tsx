import { clsx } from 'clsx';
import { type KeyboardEvent, type PointerEvent, type ReactNode, useRef } from 'react';
import { PHONE, useMedia } from '../hooks/useMedia.ts';
import { useWords } from '../i18n/words.tsx';
import {
  clampListWidth,
  LIST_WIDTH,
  prefer,
  tryOut,
  usePreferences,
} from '../model/preferences.ts';
import { Main } from '../ui/Main.tsx';

/** Where one goes on when nothing nearer makes sense: not in a text field, where keys are text. */
const HOMES = '[data-row][tabindex="0"];#messages;#composer;input';

interface SplitProps {
  readonly selected: boolean;
  readonly list: ReactNode;
  readonly children: ReactNode;
}

/** List and thread side by side, the width between them remembered; on phones one or the other. */
export function Split({ selected, list, children }: SplitProps) {
  const width = usePreferences((preferences) => preferences.listWidth);
  const phone = useMedia(PHONE);
  const { t } = useWords();
  return (
    <Main data-homes={HOMES} className="flex min-h-0 min-w-0 flex-1">
      <h1 className="unseen">{t('nav.inbox')}</h1>
      {(!phone || selected) && (
        <a
          href="#thread"
          className="unseen focus:not-unseen focus:fixed focus:top-2 focus:left-2 focus:z-50 focus:rounded-m focus:bg-brand focus:px-3 focus:py-2 focus:text-on-brand"
        >
          {t('app.skip')}
        </a>
      )}
      <div
        className={clsx(
          'flex min-h-0 shrink-0 phone:w-full wide:max-w-[calc(100%-22rem)]',
          phone && selected && 'hidden',
        )}
        style={phone ? undefined : { width }}
      >
        {list}
      </div>
      {!phone && <Handle width={width} />}
      {(!phone || selected) && children}
    </Main>
  );
}

/** The line between list and thread: drag it, or move it with the arrow keys. */
function Handle({ width }: { width: number }) {
  const { t } = useWords();
  const start = useRef<{ x: number; width: number } | null>(null);
  const grab = (event: PointerEvent<HTMLDivElement>) => {
    event.currentTarget.setPointerCapture(event.pointerId);
    start.current = { x: event.clientX, width };
  };
  const drag = (event: PointerEvent) => {
    if (start.current === null) return;
    tryOut({ listWidth: clampListWidth(start.current.width + event.clientX - start.current.x) });
  };
  /** Storage is written once, at the end. What the system interrupts goes back to where it was. */
  const drop = (kept: boolean) => {
    if (start.current === null) return;
    const { listWidth } = usePreferences.getState();
    prefer({ listWidth: kept ? listWidth : start.current.width });
    start.current = null;
  };
  const press = (event: KeyboardEvent) => {
    const step = event.key === 'ArrowLeft' ? -16 : event.key === 'ArrowRight' ? 16 : 0;
    if (step === 0) return;
    event.preventDefault();
    prefer({ listWidth: clampListWidth(width + step) });
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: an hr cannot be dragged; this is ARIA's window splitter
    <div
      role="separator"
      tabIndex={0}
      aria-orientation="vertical"
      aria-label={t('list.resize')}
      aria-valuenow={width}
      aria-valuemin={LIST_WIDTH.min}
      aria-valuemax={LIST_WIDTH.max}
      onPointerDown={grab}
      onPointerMove={drag}
      onPointerUp={() => drop(true)}
      onPointerCancel={() => drop(false)}
      onDoubleClick={() => prefer({ listWidth: LIST_WIDTH.normal })}
      onKeyDown={press}
      className="relative z-10 w-px shrink-0 cursor-col-resize touch-none bg-line transition-colors before:absolute before:inset-y-0 before:-left-1 before:w-2.5 hover:bg-brand focus-visible:bg-brand"
    />
  );
}
