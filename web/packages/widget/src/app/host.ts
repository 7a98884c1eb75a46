// The frame's side of the bridge to the page that embeds it.
import { isToFrame, type ThemeChoice, type ToFrame, type ToHost } from '../bridge/messages.ts';

export interface HostStart {
  token: string | null;
  lang: string;
  theme: ThemeChoice;
  open: boolean;
  kept?: Record<string, string>;
  focus?: boolean;
}

export interface Host {
  /** What the loader says first. */
  start: Promise<HostStart>;
  tell(message: ToHost): void;
  /** Calls back with everything after `init`. */
  listen(listener: (message: Exclude<ToFrame, { type: 'init' }>) => void): void;
}

/** The embedding page's origin, as the loader wrote it into the fragment; null when it is not one. */
export function hostOrigin(hash: string): string | null {
  try {
    const origin = decodeURIComponent(hash.slice(1));
    return origin !== 'null' && new URL(origin).origin === origin ? origin : null;
  } catch {
    return null;
  }
}

/**
 * Messages go to this origin alone. Should another page have put the frame there, the browser
 * throws them away, and nothing that this other page says is heard.
 */
export function connectHost(origin: string, parent: Window = window.parent): Host {
  let heard: ((message: Exclude<ToFrame, { type: 'init' }>) => void) | undefined;
  const tell = (message: ToHost) => parent.postMessage(message, origin);
  const start = new Promise<HostStart>((resolve) => {
    addEventListener('message', ({ origin: from, source, data }) => {
      if (from !== origin || source !== parent || !isToFrame(data)) return;
      if (data.type === 'init') resolve(data);
      else heard?.(data);
    });
  });
  tell({ walkie: 1, type: 'hello' });
  return {
    start,
    tell,
    listen(listener) {
      heard = listener;
    },
  };
}
