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

/** `replace`: a correction, not a step of the agent's: Back does not lead to what was before. */
export type Go = (change: Partial<Place>, replace?: boolean) => void;

/** Where the address says we are, and how to go elsewhere. Typing into the filter leaves no history. */
export function usePlace(): [Place, Go] {
  const [path, navigate] = useLocation();
  const search = useSearch();
  const place = useMemo(() => readPlace(path, search), [path, search]);
  const go = useCallback<Go>(
    (change, replace = 'query' in change) => {
      const enters = 'conversation' in change && place.conversation === null;
      navigate(placeAddress({ ...place, ...change }), {
        replace,
        state: enters ? FROM_LIST : replace ? window.history.state : null,
      });
    },
    [place, navigate],
  );
  return [place, go];
}
