import { useCallback, useSyncExternalStore } from 'react';

export const PHONE = '(max-width: 47.99rem)';
export const ROOMY = '(min-width: 68rem)';

export function useMedia(query: string): boolean {
  const subscribe = useCallback(
    (onChange: () => void) => {
      const media = window.matchMedia(query);
      media.addEventListener('change', onChange);
      return () => media.removeEventListener('change', onChange);
    },
    [query],
  );
  return useSyncExternalStore(subscribe, () => window.matchMedia(query).matches);
}
