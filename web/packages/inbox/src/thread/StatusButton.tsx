import type { Status } from '@walkie/client';
import { Check, ChevronDown, RotateCcw } from 'lucide-react';
import { useWords } from '../i18n/words.tsx';
import { SPELLING } from '../model/keys.ts';
import { STATUSES } from '../model/location.ts';
import { Button } from '../ui/Button.tsx';
import { Kbd } from '../ui/Kbd.tsx';
import { Menu, MenuContent, MenuRadio, MenuRadioGroup, MenuTrigger } from '../ui/Menu.tsx';

interface StatusButtonProps {
  readonly status: Status;
  readonly onResolve: () => void;
  readonly onStatus: (status: Status) => void;
}

const KEYS = {
  open: null,
  pending: SPELLING.pending,
  snoozed: SPELLING.snooze,
  resolved: SPELLING.resolve,
} as const;

/** One press resolves or reopens; the menu beside it has every status. */
export function StatusButton({ status, onResolve, onStatus }: StatusButtonProps) {
  const { t } = useWords();
  const resolved = status === 'resolved';
  return (
    <div className="flex shrink-0">
      <Button
        look={resolved ? 'outline' : 'primary'}
        onClick={onResolve}
        aria-keyshortcuts="Alt+E"
        title={t('keys.resolve')}
        className="rounded-r-none head-folded:rounded-m"
      >
        {resolved ? (
          <RotateCcw size={15} aria-hidden="true" />
        ) : (
          <Check size={15} aria-hidden="true" />
        )}
        <span className="head-icons:unseen">
          {t(resolved ? 'thread.reopen' : 'thread.resolve')}
        </span>
        <Kbd keys={SPELLING.resolve} className="ml-1 opacity-90 head-keyless:hidden" />
      </Button>
      <Menu>
        <MenuTrigger asChild>
          <Button
            look={resolved ? 'outline' : 'primary'}
            aria-label={t('thread.status', { status: t(`status.${status}`) })}
            className="rounded-l-none border-l border-l-current/25 px-1.5 head-folded:hidden"
          >
            <ChevronDown size={14} aria-hidden="true" />
          </Button>
        </MenuTrigger>
        <MenuContent align="end">
          <StatusChoices status={status} onStatus={onStatus} />
        </MenuContent>
      </Menu>
    </div>
  );
}

/** Every status in a menu, with the key that sets it. */
export function StatusChoices({ status, onStatus }: Omit<StatusButtonProps, 'onResolve'>) {
  const { t } = useWords();
  return (
    <MenuRadioGroup value={status} onValueChange={(value) => onStatus(value as Status)}>
      {STATUSES.map((one) => (
        <MenuRadio key={one} value={one}>
          <span className="flex-1">{t(`status.${one}`)}</span>
          {KEYS[one] !== null && <Kbd keys={KEYS[one]} className="mr-3" />}
        </MenuRadio>
      ))}
    </MenuRadioGroup>
  );
}
