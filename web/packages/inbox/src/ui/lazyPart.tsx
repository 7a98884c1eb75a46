import { type ComponentType, type ReactNode, useEffect, useState } from 'react';
import { Boundary } from './Boundary.tsx';
import type { MissingProps } from './Missing.tsx';

interface LazyOptions {
  /** While the file is on its way. */
  readonly waiting?: ReactNode;
  /** When the file did not come: offers to fetch it again. */
  readonly missing: ComponentType<MissingProps>;
  /** When what came throws. */
  readonly broken: ReactNode;
}

/**
 * A part of the app whose file is fetched when it is needed. Not React's `lazy`: that remembers a file
 * that did not come, and cannot tell it from a mistake in one that did.
 */
export function lazyPart<P extends object>(
  load: () => Promise<{ default: ComponentType<P> }>,
  { waiting = null, missing: Missing, broken }: LazyOptions,
): ComponentType<P> {
  let here: ComponentType<P> | null = null;
  return function Lazy(props: P) {
    const [state, setState] = useState<'waiting' | 'missing' | 'here'>(here ? 'here' : 'waiting');
    useEffect(() => {
      if (state !== 'waiting') return undefined;
      let left = false;
      load().then(
        (part) => {
          here = part.default;
          if (!left) setState('here');
        },
        (error: unknown) => {
          console.error(error);
          if (!left) setState('missing');
        },
      );
      return () => {
        left = true;
      };
    }, [state]);
    if (state === 'missing') {
      const onClose = 'onClose' in props ? (props.onClose as () => void) : undefined;
      return <Missing onRetry={() => setState('waiting')} onClose={onClose} />;
    }
    const Part = here;
    if (Part === null) return waiting;
    return (
      <Boundary broken={broken}>
        <Part {...props} />
      </Boundary>
    );
  };
}
