import { create } from 'zustand';

interface Action {
  readonly label: string;
  readonly onClick: () => void;
}

/** The conversation that something was done in. */
export interface About {
  readonly conversation: number;
  readonly name: string;
}

export interface ToastOptions {
  /** It is named while another one is open, or none. */
  readonly about?: About | undefined;
  /** How long it stays when nobody points at it; 'stays': until it is closed. */
  readonly duration?: number | 'stays';
  readonly action?: Action;
  /** Another way, for what has two. */
  readonly other?: Action;
  /** Somebody has closed it without either. */
  readonly onClose?: (() => void) | undefined;
}

export interface Toast extends ToastOptions {
  readonly id: number;
  readonly text: string;
}

interface Toasts {
  readonly toasts: readonly Toast[];
  /** The places on the page where they may stand, the innermost last: that one has them. */
  readonly places: readonly object[];
  /** The conversation that is open: what is about it need not name it. */
  readonly open: number | null;
}

/** More would leave too little of a small page; the oldest goes. */
const MOST = 3;

export const useToasts = create<Toasts>(() => ({ toasts: [], places: [], open: null }));

let newest = 0;

/** Says something beside the work for a moment. Returns how to take it back. */
export function toast(text: string, options: ToastOptions = {}): () => void {
  newest += 1;
  const id = newest;
  useToasts.setState(({ toasts }) => ({
    toasts: [...toasts, { ...options, id, text }].slice(-MOST),
  }));
  return () => closeToast(id);
}

export function closeToast(id: number): void {
  useToasts.setState(({ toasts }) => ({ toasts: toasts.filter((one) => one.id !== id) }));
}

/** Says which conversation is open, for as long as it is. */
export function openForToasts(conversation: number | null): () => void {
  useToasts.setState({ open: conversation });
  return () => useToasts.setState({ open: null });
}

/** Offers a place for as long as it is on the page. */
export function placeToasts(place: object): () => void {
  useToasts.setState(({ places }) => ({ places: [...places, place] }));
  return () =>
    useToasts.setState(({ places }) => ({ places: places.filter((one) => one !== place) }));
}

export async function copyText(text: string, done: string, failed: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
    toast(done);
  } catch {
    toast(failed);
  }
}
