// Keeps the widget in the document. It hangs beside <body>, because Turbo, htmx and Astro swap the
// body, and because a transformed body would carry a fixed launcher along. A page that replaces
// <html> too gets it back; the frame inside then loads again.

/** Removed so often within a minute, it is removed on purpose: it is not put back. */
const most_returns = 20;
const minute_ms = 60_000;

export function keepAttached(host: HTMLElement, root: HTMLElement, onReturn: () => void) {
  const attach = () => {
    document.documentElement.append(host);
    // Missing in browsers before 2024: there the z-index has to do.
    root.showPopover?.();
  };
  let returns: number[] = [];
  let waiting = false;
  const look = () => {
    waiting = false;
    watch();
    if (host.isConnected) return;
    const now = Date.now();
    returns = returns.filter((at) => now - at < minute_ms);
    if (returns.length >= most_returns) {
      observer.disconnect();
      console.warn('Walkie: this page keeps removing the chat: it stays away.');
      return;
    }
    returns.push(now);
    attach();
    onReturn();
  };
  // In a task of its own: a page whose own observer removes the widget must not end in a loop.
  const observer = new MutationObserver(() => {
    if (waiting) return;
    waiting = true;
    setTimeout(look);
  });
  const watch = () => {
    observer.observe(document, { childList: true });
    observer.observe(document.documentElement, { childList: true });
  };
  attach();
  watch();
}
