import { type Locale, pickLocale } from '@walkie/i18n';
import { create } from 'zustand';
import { local, type Storage } from './storage.ts';

export const THEMES = ['system', 'light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];

/** What an agent chose for this browser. Kept across sign-outs: it is the desk's, not the account's. */
export interface Preferences {
  readonly theme: Theme;
  readonly locale: Locale;
  readonly sound: boolean;
  readonly notify: boolean;
  /** The offer in the list was put aside; Settings still has it. */
  readonly notifyOffered: boolean;
  readonly enterSends: boolean;
  /** Answering a conversation that nobody has assigns it to who answers. */
  readonly answerTakes: boolean;
  readonly details: boolean;
  readonly listWidth: number;
}

const KEY = 'walkie.inbox.preferences';
export const LIST_WIDTH = { min: 260, normal: 320, max: 480 } as const;

export function readPreferences(
  storage: Storage,
  languages: readonly string[],
  wide: boolean,
): Preferences {
  const kept = parsed(storage.get(KEY));
  const flag = (name: string, normal: boolean) =>
    typeof kept[name] === 'boolean' ? kept[name] : normal;
  const theme = THEMES.find((one) => one === kept['theme']) ?? 'system';
  const width = Number(kept['listWidth'] ?? LIST_WIDTH.normal);
  return {
    theme,
    locale: pickLocale(typeof kept['locale'] === 'string' ? kept['locale'] : null, languages),
    sound: flag('sound', true),
    notify: flag('notify', true),
    notifyOffered: flag('notifyOffered', false),
    enterSends: flag('enterSends', true),
    answerTakes: flag('answerTakes', true),
    details: flag('details', wide),
    listWidth: clampListWidth(Number.isFinite(width) ? width : LIST_WIDTH.normal),
  };
}

export function clampListWidth(width: number): number {
  return Math.min(LIST_WIDTH.max, Math.max(LIST_WIDTH.min, Math.round(width)));
}

function parsed(text: string | null): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text ?? '{}');
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

export const usePreferences = create<Preferences>(() =>
  readPreferences(local, navigator.languages, window.innerWidth >= 1200),
);

/** Changes preferences for now: nothing is kept, as while something is being dragged. */
export function tryOut(change: Partial<Preferences>): void {
  usePreferences.setState(change);
}

/** Changes preferences and keeps them. */
export function prefer(change: Partial<Preferences>): void {
  usePreferences.setState(change);
  local.set(KEY, JSON.stringify(usePreferences.getState()));
}
