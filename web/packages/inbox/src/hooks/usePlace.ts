import { useCallback, useMemo } from 'react';
import { useLocation, useSearch } from 'wouter';
import { type Place, placeAddress, readPlace } from '../model/location.ts';

/** Where the address says we are, and how to go elsewhere. Typing into the filter leaves no history. */
export function usePlace(): [Place, (change: Partial<Place>) => void] {
  const [path, navigate] = useLocation();
  const search = useSearch();
  const place = useMemo(() => readPlace(path, search), [path, search]);
  const go = useCallback(
    (change: Partial<Place>) =>
      navigate(placeAddress({ ...place, ...change }), { replace: 'query' in change }),
    [place, navigate],
  );
  return [place, go];
}
