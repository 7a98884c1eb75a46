import type { ConversationCounts } from '@walkie/client';
import { Tabs } from 'radix-ui';
import type { ReactNode } from 'react';
import { useWords } from '../i18n/words.tsx';
import { VIEWS, type View } from '../model/location.ts';

/** A longer number would push a tab out of the list. */
const MOST = 999;

interface ViewTabsProps {
  readonly view: View;
  readonly counts: ConversationCounts | null;
  readonly onView: (view: View) => void;
  readonly children: ReactNode;
}

/** Mine, Unassigned, All: each with how many are open, from the same snapshot as the list. */
export function ViewTabs({ view, counts, onView, children }: ViewTabsProps) {
  const { t, formats } = useWords();
  return (
    <Tabs.Root
      value={view}
      onValueChange={(value) => onView(value as View)}
      className="flex min-h-0 flex-1 flex-col"
    >
      <Tabs.List
        aria-label={t('list.view')}
        className="mx-3 mt-1.5 mb-2 flex gap-1 border-b border-line"
      >
        {VIEWS.map((one) => (
          <Tabs.Trigger
            key={one}
            value={one}
            className="group -mb-px flex h-9 items-center gap-1.5 border-b-2 border-transparent px-1.5 text-s font-medium text-ink-2 transition-colors hover:text-ink data-[state=active]:border-brand data-[state=active]:text-ink"
          >
            {t(`list.${one}`)}
            {counts !== null && (
              <span className="rounded-full bg-surface-3 px-1.5 text-xs leading-4.5 text-ink-2 tabular-nums group-data-[state=active]:bg-brand-soft group-data-[state=active]:text-on-brand-soft">
                {counts[one] > MOST ? `${MOST}+` : formats.number(counts[one])}
              </span>
            )}
          </Tabs.Trigger>
        ))}
      </Tabs.List>
      <Tabs.Content
        value={view}
        tabIndex={-1}
        className="flex min-h-0 flex-1 flex-col outline-none"
      >
        {children}
      </Tabs.Content>
    </Tabs.Root>
  );
}
