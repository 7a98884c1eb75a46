import { useCallback, useMemo } from 'react';
import { useLocation, useSearch } from 'wouter';
import { type Place, placeAddress, readPlace } from '../model/location.ts';

const FROM_LIST = { fromList: true };

/** Back from a thread to its list: as the browser's own Back where that is the list. */
export function leaveThread(go: (change: Partial<Place>) => void): void {
  const from = window.history.state as { fromList?: boolean } | null;
  if (from?.fromList === true) window.history.back();
  else go({ conversation: null });
}

/** Where the address says we are, and how to go elsewhere. Typing into the filter leaves no history. */
export function usePlace(): [Place, (change: Partial<Place>) => void] {
  const [path, navigate] = useLocation();
  const search = useSearch();
  const place = useMemo(() => readPlace(path, search), [path, search]);
  const go = useCallback(
    (change: Partial<Place>) =>
      navigate(placeAddress({ ...place, ...change }), {
        replace: 'query' in change,
        state: 'conversation' in change && place.conversation === null ? FROM_LIST : null,
      }),
    [place, navigate],
  );
  return [place, go];
}
