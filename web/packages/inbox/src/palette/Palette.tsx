import type { Conversation } from '@walkie/client';
import { plain } from '@walkie/text';
import { Command } from 'cmdk';
import { Search } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { useWords } from '../i18n/words.tsx';
import { visitorName } from '../model/preview.ts';
import { Avatar } from '../ui/Avatar.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { Kbd } from '../ui/Kbd.tsx';

export interface PaletteAction {
  readonly id: string;
  readonly name: string;
  readonly icon: ReactNode;
  readonly keys?: string;
  readonly run: () => void;
}

interface PaletteProps {
  readonly here: readonly PaletteAction[];
  readonly commands: readonly PaletteAction[];
  readonly rows: readonly Conversation[];
  readonly onOpen: (conversation: number) => void;
  readonly onClose: () => void;
}

const GROUP =
  '[&_[cmdk-group-heading]]:px-2.5 [&_[cmdk-group-heading]]:pt-2.5 [&_[cmdk-group-heading]]:pb-1 ' +
  '[&_[cmdk-group-heading]]:text-xs [&_[cmdk-group-heading]]:font-medium [&_[cmdk-group-heading]]:text-ink-3';
const ITEM =
  'flex min-h-9 cursor-pointer items-center gap-3 rounded-m px-2.5 text-m select-none ' +
  'data-[selected=true]:bg-brand-soft data-[selected=true]:text-on-brand-soft';

/** Everything by name: this conversation's actions, the app's places, the loaded conversations. */
export default function Palette({ here, commands, rows, onOpen, onClose }: PaletteProps) {
  const { t } = useWords();
  // Nothing that changes anything: Enter alone goes to a conversation, or shows the keys.
  const [chosen, setChosen] = useState(rows[0] ? `conversation-${rows[0].id}` : 'keys');
  return (
    <Dialog
      title={t('palette.title')}
      onClose={onClose}
      className="top-[14dvh] left-1/2 z-40 w-[min(35rem,calc(100vw-2rem))] -translate-x-1/2 animate-in overflow-hidden rounded-l border border-line bg-surface shadow-float"
    >
      <Command label={t('palette.title')} loop value={chosen} onValueChange={setChosen}>
        <div className="flex items-center gap-2.5 border-b border-line px-4">
          <Search size={17} aria-hidden="true" className="text-ink-3" />
          <Command.Input
            dir="auto"
            placeholder={t('palette.placeholder')}
            className="h-12 flex-1 bg-transparent text-l outline-none"
          />
        </div>
        <Command.List
          label={t('palette.title')}
          className="max-h-[min(24rem,60dvh)] scroll-py-2 overflow-y-auto p-1.5"
        >
          <Command.Empty className="p-6 text-center text-m text-ink-2">
            {t('palette.none')}
          </Command.Empty>
          <Command.Group heading={t('palette.conversations')} className={GROUP}>
            {rows.slice(0, 50).map((row) => (
              <Command.Item
                key={row.id}
                value={`conversation-${row.id}`}
                keywords={[
                  visitorName(row, t),
                  row.visitor.email ?? '',
                  row.last_message ?? '',
                  `#${row.id}`,
                ]}
                onSelect={() => {
                  onClose();
                  onOpen(row.id);
                }}
                className={ITEM}
              >
                <Avatar name={visitorName(row, t)} id={row.visitor_id} size="s" />
                <bdi className="shrink-0 font-medium">{visitorName(row, t)}</bdi>
                <span className="min-w-0 flex-1 truncate text-s opacity-80">
                  <bdi>{plain(row.last_message ?? '', ' · ')}</bdi>
                </span>
              </Command.Item>
            ))}
          </Command.Group>
          <Actions heading={t('palette.here')} actions={here} onClose={onClose} />
          <Actions heading={t('palette.commands')} actions={commands} onClose={onClose} />
        </Command.List>
      </Command>
    </Dialog>
  );
}

function Actions(props: {
  heading: string;
  actions: readonly PaletteAction[];
  onClose: () => void;
}) {
  if (props.actions.length === 0) return null;
  return (
    <Command.Group heading={props.heading} className={GROUP}>
      {props.actions.map((action) => (
        <Command.Item
          key={action.id}
          value={action.id}
          keywords={[action.name]}
          onSelect={() => {
            props.onClose();
            action.run();
          }}
          className={ITEM}
        >
          <span aria-hidden="true" className="flex w-7 justify-center">
            {action.icon}
          </span>
          <span className="flex-1">{action.name}</span>
          {action.keys && <Kbd keys={action.keys} />}
        </Command.Item>
      ))}
    </Command.Group>
  );
}
