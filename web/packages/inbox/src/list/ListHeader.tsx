import { ChevronDown, Search, X } from 'lucide-react';
import { useWords } from '../i18n/words.tsx';
import { type Place, STATUSES, type StatusFilter } from '../model/location.ts';
import { IconButton } from '../ui/IconButton.tsx';
import { Kbd } from '../ui/Kbd.tsx';
import { Menu, MenuContent, MenuRadio, MenuRadioGroup, MenuTrigger } from '../ui/Menu.tsx';

interface ListHeaderProps {
  readonly place: Place;
  readonly onGo: (change: Partial<Place>) => void;
  readonly onPalette: () => void;
}

/** Title, status and the filter field. */
export function ListHeader({ place, onGo, onPalette }: ListHeaderProps) {
  const { t } = useWords();
  return (
    <header className="flex flex-col gap-2.5 px-3 pt-3">
      <div className="flex h-8 items-center justify-between gap-2 pl-1">
        <h2 className="text-xl font-semibold">{t('nav.inbox')}</h2>
        <StatusMenu status={place.status} onStatus={(status) => onGo({ status })} />
      </div>
      <div className="relative" data-homes="input">
        <Search
          size={16}
          aria-hidden="true"
          className="pointer-events-none absolute top-1/2 left-2.5 -translate-y-1/2 text-ink-3"
        />
        <input
          type="search"
          dir="auto"
          value={place.query}
          onChange={(event) => onGo({ query: event.target.value })}
          aria-label={t('list.search')}
          placeholder={t('list.search')}
          className="h-9 w-full appearance-none rounded-m border border-line bg-surface pr-16 pl-8.5 text-s [&::-webkit-search-cancel-button]:hidden"
        />
        <span className="absolute inset-y-0 right-1 flex items-center">
          {place.query !== '' && (
            <IconButton
              label={t('list.clear')}
              className="size-7"
              onClick={() => onGo({ query: '' })}
            >
              <X size={14} />
            </IconButton>
          )}
          <button
            type="button"
            onClick={onPalette}
            className="rounded-s px-1 py-1 text-ink-3 hover:text-ink phone:hidden"
          >
            <span className="unseen">{t('nav.palette')} </span>
            <Kbd keys="Mod+K" />
          </button>
        </span>
      </div>
    </header>
  );
}

function StatusMenu({
  status,
  onStatus,
}: {
  status: StatusFilter;
  onStatus: (status: StatusFilter) => void;
}) {
  const { t } = useWords();
  const name = t(`status.${status}`);
  return (
    <Menu>
      <MenuTrigger
        aria-label={t('list.status', { status: name })}
        className="flex h-8 items-center gap-1 rounded-m px-2 text-s font-medium text-ink-2 transition-colors hover:bg-surface-3 hover:text-ink data-[state=open]:bg-surface-3"
      >
        {name}
        <ChevronDown size={14} aria-hidden="true" />
      </MenuTrigger>
      <MenuContent align="end">
        <MenuRadioGroup value={status} onValueChange={(value) => onStatus(value as StatusFilter)}>
          {[...STATUSES, 'any' as const].map((one) => (
            <MenuRadio key={one} value={one}>
              {t(`status.${one}`)}
            </MenuRadio>
          ))}
        </MenuRadioGroup>
      </MenuContent>
    </Menu>
  );
}
