import { useSyncExternalStore } from 'react';
import { useLocation } from 'wouter';
import { writeWhenThere } from '../hooks/useStep.ts';
import { useWalkie } from '../hooks/walkie.tsx';
import type { PaletteAction } from '../palette/Palette.tsx';
import { useCommands } from '../palette/useActions.tsx';
import { BrokenDialog } from '../ui/Boundary.tsx';
import { lazyPart } from '../ui/lazyPart.tsx';
import { MissingDialog } from '../ui/Missing.tsx';

const Palette = lazyPart(() => import('../palette/Palette.tsx'), {
  missing: MissingDialog,
  broken: <BrokenDialog />,
});

interface CommandPaletteProps {
  /** What can be done with the open conversation; nothing on pages without one. */
  readonly here?: readonly PaletteAction[];
  readonly onSheet: () => void;
  /** How often it was asked for. */
  readonly asked: number;
  readonly onClose: () => void;
  readonly onOpen?: (conversation: number) => void;
}

const NOTHING: readonly PaletteAction[] = [];

/** The palette, on every page. */
export function CommandPalette(props: CommandPaletteProps) {
  const { here = NOTHING, onSheet, asked, onClose, onOpen } = props;
  const { inbox } = useWalkie();
  const [, navigate] = useLocation();
  const { rows } = useSyncExternalStore(inbox.subscribe, inbox.getSnapshot);
  const commands = useCommands(onSheet);
  const open = (conversation: number) => {
    navigate(`/agent/c/${conversation}`);
    writeWhenThere();
  };
  return (
    <Palette
      asked={asked}
      here={here}
      commands={commands}
      rows={rows}
      onOpen={onOpen ?? open}
      onClose={onClose}
    />
  );
}
