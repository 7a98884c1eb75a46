// Storage on the host page, for a frame whose own storage is blocked: unsent messages outlive a reload.
// Texts have names, so that two tabs do not overwrite each other.

/** Limits of one text and of all texts, in characters. Messages are far shorter. */
export const most_chars = 40_000;
export const most_items = 50;

/** Whether this page may keep anything itself. */
export function isBlocked(area: () => Storage = () => localStorage): boolean {
  try {
    area().setItem('walkie:probe', '1');
    area().removeItem('walkie:probe');
    return false;
  } catch {
    return true;
  }
}

/** Reads from what the host had at the start, and tells it of each change. */
export function hostBox(
  had: Record<string, string>,
  tell: (name: string, value: string | null) => void,
): Record<string, string> {
  return new Proxy(
    { ...had },
    {
      set(box, name: string, value: string) {
        if (value.length > most_chars || (!(name in box) && Object.keys(box).length >= most_items))
          throw new DOMException('The host page keeps no more.', 'QuotaExceededError');
        box[name] = value;
        tell(name, value);
        return true;
      },
      deleteProperty(box, name: string) {
        if (name in box) tell(name, null);
        return delete box[name];
      },
    },
  );
}

/** A box as a page's storage. Who the visitor is stays out of it: the host has the token already. */
export function areaOf(box: Record<string, string>): Storage {
  return {
    getItem: (name: string) => box[name] ?? null,
    setItem(name: string, value: string) {
      if (name.endsWith(':visitor')) throw new Error('not kept here');
      box[name] = value;
    },
    removeItem(name: string) {
      delete box[name];
    },
  } as Storage;
}
