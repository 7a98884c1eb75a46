// What the loader on the host page and the frame say to each other. Both sides take a message only
// from the exact origin and window that they know, and only when its shape is one of these.

export type ThemeChoice = 'auto' | 'light' | 'dark';

/** Loader → frame. */
export type ToFrame =
  | {
      walkie: 1;
      type: 'init';
      token: string | null;
      lang: string;
      theme: ThemeChoice;
      open: boolean;
      /** Whether the visitor has just opened it, and not the loader on a new page. */
      focus?: boolean;
      /** What the host page keeps for a frame whose own storage is blocked. */
      kept?: Record<string, string>;
    }
  | { walkie: 1; type: 'visible'; open: boolean; focus: boolean }
  | { walkie: 1; type: 'forget' };

/** Frame → loader. */
export type ToHost =
  | { walkie: 1; type: 'hello' }
  | { walkie: 1; type: 'token'; token: string | null }
  | { walkie: 1; type: 'unread'; count: number }
  | { walkie: 1; type: 'message'; id: number; conversation_id: number; sender_is_agent: boolean }
  /** Keeps a text on the host page, or no longer: only where the frame's storage is blocked. */
  | { walkie: 1; type: 'keep'; name: string; value: string | null }
  | { walkie: 1; type: 'close' };

type Check = 's' | 'n' | 'b' | 's?' | 'b?' | 'r?';
type Shape = Record<string, Check>;

const themes = ['auto', 'light', 'dark'];

const toFrame: Record<ToFrame['type'], Shape> = {
  init: { token: 's?', lang: 's', theme: 's', open: 'b', focus: 'b?', kept: 'r?' },
  visible: { open: 'b', focus: 'b' },
  forget: {},
};

const toHost: Record<ToHost['type'], Shape> = {
  hello: {},
  token: { token: 's?' },
  unread: { count: 'n' },
  message: { id: 'n', conversation_id: 'n', sender_is_agent: 'b' },
  keep: { name: 's', value: 's?' },
  close: {},
};

const fits: Record<Check, (value: unknown) => boolean> = {
  s: (value) => typeof value === 'string',
  's?': (value) => value === null || typeof value === 'string',
  n: (value) => Number.isSafeInteger(value) && (value as number) >= 0,
  b: (value) => typeof value === 'boolean',
  'b?': (value) => value === undefined || typeof value === 'boolean',
  'r?': (value) =>
    value === undefined ||
    (typeof value === 'object' &&
      value !== null &&
      Object.values(value).every((part) => typeof part === 'string')),
};

function matches(value: unknown, shapes: Record<string, Shape>): boolean {
  if (typeof value !== 'object' || value === null) return false;
  const fields = value as Record<string, unknown>;
  const type = fields['type'];
  if (fields['walkie'] !== 1 || typeof type !== 'string' || !Object.hasOwn(shapes, type)) {
    return false;
  }
  return Object.entries(shapes[type] as Shape).every(([name, check]) => fits[check](fields[name]));
}

export const isToHost = (value: unknown): value is ToHost => matches(value, toHost);

export const isToFrame = (value: unknown): value is ToFrame =>
  matches(value, toFrame) &&
  ((value as ToFrame).type !== 'init' ||
    themes.includes((value as Extract<ToFrame, { type: 'init' }>).theme));
