// What the frame asks the host page to keep for it: texts by name, few and short.
const most_chars = 40_000;
const most_items = 50;

export function keptFor(inbox: string) {
  const prefix = `walkie:${inbox}:kept:`;
  const names = () => Object.keys(localStorage).filter((key) => key.startsWith(prefix));
  const attempt = <T>(work: () => T): T | undefined => {
    try {
      return work();
    } catch {
      return undefined; // blocked here, too, or full
    }
  };
  return {
    all: () =>
      attempt(() =>
        Object.fromEntries(
          names().map((key) => [key.slice(prefix.length), localStorage.getItem(key) ?? '']),
        ),
      ) ?? {},
    set: (name: string, value: string | null) =>
      attempt(() => {
        const key = prefix + name;
        if (value === null) localStorage.removeItem(key);
        else if (
          value.length <= most_chars &&
          (names().includes(key) || names().length < most_items)
        )
          localStorage.setItem(key, value);
      }),
    clear: () =>
      attempt(() => {
        for (const key of names()) localStorage.removeItem(key);
      }),
  };
}
