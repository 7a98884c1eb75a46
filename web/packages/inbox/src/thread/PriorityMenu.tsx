import type { Priority } from '@walkie/client';
import { ChevronDown, Flag } from 'lucide-react';
import { useWords } from '../i18n/words.tsx';
import { Button } from '../ui/Button.tsx';
import {
  Menu,
  MenuContent,
  MenuLabel,
  MenuRadio,
  MenuRadioGroup,
  MenuTrigger,
} from '../ui/Menu.tsx';

/** From the most urgent down, and what takes it away last. The word says it; the colour repeats it. */
const COLOURS: Record<Priority, string> = {
  urgent: 'text-danger',
  high: 'text-signal',
  medium: 'text-brand',
  low: 'text-ink-2',
  none: 'text-ink-3',
};
const PRIORITIES = Object.keys(COLOURS) as Priority[];

interface PriorityMenuProps {
  readonly priority: Priority;
  readonly onPriority: (priority: Priority) => void;
}

/** How urgent the conversation is for staff, and a menu to change it. */
export function PriorityMenu({ priority, onPriority }: PriorityMenuProps) {
  const { t } = useWords();
  const word = t(`priority.${priority}`);
  return (
    <Menu>
      <MenuTrigger asChild>
        <Button
          aria-label={t('thread.priority', { priority: word })}
          className="shrink-0 px-2 head-folded:hidden"
        >
          <Flag size={15} aria-hidden="true" className={COLOURS[priority]} />
          {priority !== 'none' && <span className="head-terse:unseen">{word}</span>}
          <ChevronDown size={14} aria-hidden="true" className="head-terse:hidden" />
        </Button>
      </MenuTrigger>
      <MenuContent align="end">
        <PriorityChoices priority={priority} onPriority={onPriority} />
      </MenuContent>
    </Menu>
  );
}

/** The priorities in a menu, with the one that is set. */
export function PriorityChoices({ priority, onPriority }: PriorityMenuProps) {
  const { t } = useWords();
  return (
    <>
      <MenuLabel>{t('thread.priorityMenu')}</MenuLabel>
      <MenuRadioGroup value={priority} onValueChange={(value) => onPriority(value as Priority)}>
        {PRIORITIES.map((one) => (
          <MenuRadio key={one} value={one}>
            <Flag size={15} aria-hidden="true" className={COLOURS[one]} />
            {t(`priority.${one}`)}
          </MenuRadio>
        ))}
      </MenuRadioGroup>
    </>
  );
}
