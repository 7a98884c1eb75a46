import type { Priority, Status } from '@walkie/client';
import { Ellipsis, PanelRight } from 'lucide-react';
import { useWords } from '../i18n/words.tsx';
import { Menu, MenuContent, MenuItem, MenuLabel, MenuLine, MenuTrigger } from '../ui/Menu.tsx';
import { PriorityChoices } from './PriorityMenu.tsx';
import { StatusChoices } from './StatusButton.tsx';

interface HeaderMenuProps {
  readonly priority: Priority;
  readonly status: Status;
  readonly details: boolean;
  readonly onPriority: (priority: Priority) => void;
  readonly onStatus: (status: Status) => void;
  readonly onDetails: () => void;
}

/** The buttons of a header that has no room for them, in one menu. */
export function HeaderMenu(props: HeaderMenuProps) {
  const { priority, status, details, onPriority, onStatus, onDetails } = props;
  const { t } = useWords();
  return (
    <Menu>
      <MenuTrigger
        aria-label={t('thread.more')}
        className="flex size-8 shrink-0 items-center justify-center rounded-m text-ink-2 transition-colors hover:bg-surface-3 hover:text-ink data-[state=open]:bg-surface-3 head-roomy:hidden"
      >
        <Ellipsis size={18} aria-hidden="true" />
      </MenuTrigger>
      <MenuContent align="end">
        <MenuLabel>{t('contact.status')}</MenuLabel>
        <StatusChoices status={status} onStatus={onStatus} />
        <MenuLine />
        <PriorityChoices priority={priority} onPriority={onPriority} />
        <MenuLine />
        <MenuItem onSelect={onDetails}>
          <PanelRight size={15} aria-hidden="true" />
          {t(details ? 'thread.hideDetails' : 'thread.showDetails')}
        </MenuItem>
      </MenuContent>
    </Menu>
  );
}
