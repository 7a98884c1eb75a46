import { ApiError } from '@walkie/client';
import { useEffect, useState } from 'react';
import { useEnter } from '../hooks/useSession.ts';

export interface FormState {
  readonly busy: boolean;
  readonly problem: ApiError | null;
  /** Seconds until another attempt is allowed; 0 when it is. */
  readonly wait: number;
  readonly submit: (work: () => Promise<unknown>) => void;
}

/** Sends a form that lets somebody in; counts down where the server said to wait. */
export function useEnterForm(): FormState {
  const enter = useEnter();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<ApiError | null>(null);
  const [wait, setWait] = useState(0);
  useEffect(() => {
    if (wait <= 0) return undefined;
    const timer = setTimeout(() => setWait(wait - 1), 1000);
    return () => clearTimeout(timer);
  }, [wait]);

  const submit = (work: () => Promise<unknown>) => {
    if (busy || wait > 0) return;
    setBusy(true);
    setProblem(null);
    enter(work).catch((error: unknown) => {
      setBusy(false);
      if (!(error instanceof ApiError)) throw error;
      setProblem(error);
      if (error.problem.status === 429) setWait(Math.ceil((error.retryAfter ?? 30_000) / 1000));
    });
  };
  return { busy, problem, wait, submit };
}
