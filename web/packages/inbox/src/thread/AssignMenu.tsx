import type { Person } from '@walkie/client';
import { ChevronDown, UserMinus, UserPlus } from 'lucide-react';
import { useTeam } from '../hooks/useTeam.ts';
import { useWalkie } from '../hooks/walkie.tsx';
import { useWords } from '../i18n/words.tsx';
import { Avatar } from '../ui/Avatar.tsx';
import { Button } from '../ui/Button.tsx';
import {
  Menu,
  MenuContent,
  MenuItem,
  MenuLabel,
  MenuLine,
  MenuRadio,
  MenuRadioGroup,
  MenuTrigger,
} from '../ui/Menu.tsx';

interface AssignMenuProps {
  readonly assignee: Person | null;
  readonly onAssign: (agent: number | null) => void;
}

/** Nobody's: one press takes it. Somebody's: the name, and a menu to hand it on. */
export function AssignMenu({ assignee, onAssign }: AssignMenuProps) {
  const { me } = useWalkie();
  const { t } = useWords();
  const { agents } = useTeam();
  const mine = assignee?.id === me.id;
  const colleagues = agents.filter((agent) => agent.active);
  return (
    <div className="flex shrink-0">
      {assignee === null && (
        <Button
          className="rounded-r-none border-r-0 head-folded:hidden"
          onClick={() => onAssign(me.id)}
        >
          <UserPlus size={15} aria-hidden="true" />
          <span className="head-terse:unseen">{t('thread.assignToMe')}</span>
        </Button>
      )}
      <Menu>
        <MenuTrigger asChild>
          <Button
            className={assignee === null ? 'px-2 head-roomy:rounded-l-none' : 'px-2'}
            title={assignee?.name}
          >
            {assignee === null ? (
              <>
                <UserPlus size={15} aria-hidden="true" className="head-roomy:hidden" />
                <span className="unseen">{t('thread.assign')}</span>
              </>
            ) : (
              <>
                <Avatar name={assignee.name} image={assignee.avatar_url} size="xs" tone="staff" />
                <span className="unseen">{t('thread.assignee')} </span>
                <span className="max-w-24 truncate head-terse:unseen">
                  <bdi>{mine ? t('message.you') : assignee.name}</bdi>
                </span>
              </>
            )}
            <ChevronDown
              size={14}
              aria-hidden="true"
              className={assignee === null ? 'head-folded:hidden' : 'head-terse:hidden'}
            />
          </Button>
        </MenuTrigger>
        <MenuContent align="end">
          {!mine && (
            <MenuItem onSelect={() => onAssign(me.id)}>
              <UserPlus size={15} aria-hidden="true" />
              {t('thread.assignToMe')}
            </MenuItem>
          )}
          <MenuLabel>{t('thread.assign')}</MenuLabel>
          <MenuRadioGroup
            value={String(assignee?.id ?? '')}
            onValueChange={(value) => onAssign(Number(value))}
          >
            {colleagues.map((agent) => (
              <MenuRadio key={agent.id} value={String(agent.id)}>
                <Avatar name={agent.name} image={agent.avatar_url} size="xs" tone="staff" />
                <bdi>{agent.name}</bdi>
              </MenuRadio>
            ))}
          </MenuRadioGroup>
          {assignee !== null && (
            <>
              <MenuLine />
              <MenuItem onSelect={() => onAssign(null)}>
                <UserMinus size={15} aria-hidden="true" />
                {t('thread.unassign')}
              </MenuItem>
            </>
          )}
        </MenuContent>
      </Menu>
    </div>
  );
}
