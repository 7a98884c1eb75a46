import type { ExternalToast } from 'sonner';

/** Says something in a corner for a moment. The library is loaded with the first thing to say. */
export function toast(message: string, options?: ExternalToast): void {
  void import('sonner').then(
    (sonner) => sonner.toast(message, options),
    () => undefined,
  );
}

export async function copyText(text: string, done: string, failed: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
    toast(done);
  } catch {
    toast(failed);
  }
}
