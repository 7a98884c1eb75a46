import { focusSomewhere } from '@walkie/focus';
import { useEffect, useRef } from 'react';
import { type Command, commandOf, isWriting } from '../model/keys.ts';

export type Commands = Partial<Record<Command, () => void>>;

/** Listens for the whole page. Alt and Ctrl work while writing too; `?` only outside of fields. */
export function useShortcuts(commands: Commands): void {
  const latest = useRef(commands);
  useEffect(() => {
    latest.current = commands;
  });
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      const command = commandOf(event, isWriting(event.target));
      const run = command === null ? undefined : latest.current[command];
      if (run === undefined) return;
      event.preventDefault();
      focusSomewhere();
      run();
    };
    window.addEventListener('keydown', press);
    return () => window.removeEventListener('keydown', press);
  }, []);
}
