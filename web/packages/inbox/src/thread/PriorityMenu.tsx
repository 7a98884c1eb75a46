import type { Priority } from '@walkie/client';
import { ChevronDown } from 'lucide-react';
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
import { PRIORITIES, PriorityFlag } from '../ui/PriorityFlag.tsx';

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
          <PriorityFlag priority={priority} />
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
            <PriorityFlag priority={one} />
            {t(`priority.${one}`)}
          </MenuRadio>
        ))}
      </MenuRadioGroup>
    </>
  );
}
