// window.Walkie: what the host page's own scripts may use.

export interface WidgetEvents {
  open: undefined;
  close: undefined;
  unread: { count: number };
  message: { id: number; conversation_id: number; sender_is_agent: boolean };
}

export interface WalkieWidget {
  /** Opens the panel and, where there is a keyboard, puts the cursor into the composer. */
  open(): void;
  close(): void;
  toggle(): void;
  readonly isOpen: boolean;
  /** Staff messages that the visitor has not seen; 100 means more than 99. */
  readonly unread: number;
  /** Calls `listener` on each such event; the returned function ends that. */
  on<K extends keyof WidgetEvents>(
    event: K,
    listener: (detail: WidgetEvents[K]) => void,
  ): () => void;
  /**
   * Signs this browser out of its conversation, also before the chat was opened. The conversation
   * itself stays with the site.
   */
  forget(): void;
}

declare global {
  interface Window {
    Walkie?: WalkieWidget;
  }
}
