// Storage that never throws: a browser may block it, fill it up or take it away at any moment. Then
// a value lives as long as the page does.

export interface Keep {
  get(key: string): string | null;
  set(key: string, value: string | null): void;
}

export function keepIn(area: () => Storage): Keep {
  const memory = new Map<string, string | null>();
  return {
    get(key) {
      if (memory.has(key)) return memory.get(key) ?? null;
      try {
        return area().getItem(key);
      } catch {
        return null;
      }
    },
    set(key, value) {
      try {
        if (value === null) area().removeItem(key);
        else area().setItem(key, value);
        memory.delete(key);
      } catch {
        memory.set(key, value);
      }
    },
  };
}
