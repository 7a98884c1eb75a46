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

/** What opens over the page says how often it was asked for: a file that did not come is tried again. */
interface Asked {
  readonly asked?: number;
}

/**
 * A part of the app whose file is fetched when it is needed. Not React's `lazy`: that remembers a file
 * that did not come, and cannot tell it from a mistake in one that did.
 */
export function lazyPart<P extends object>(
  load: () => Promise<{ default: ComponentType<P> }>,
  { waiting = null, missing: Missing, broken }: LazyOptions,
): ComponentType<P & Asked> {
  let here: ComponentType<P> | null = null;
  return function Lazy({ asked, ...rest }: P & Asked) {
    const props = rest as unknown as P;
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
    // biome-ignore lint/correctness/useExhaustiveDependencies: asking once more is what starts it
    useEffect(() => setState((was) => (was === 'missing' ? 'waiting' : was)), [asked]);
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
