// What a person can do about a message that was refused for good.

import type { Problem } from './wire.ts';

/**
 * `edit`: the same text would be refused again. `retry`: who writes may be allowed to later, or after
 * signing in. `copy`: there is no place for it any more.
 */
export type Remedy = 'edit' | 'retry' | 'copy';

export const remedyOf = ({ status, code }: Pick<Problem, 'status' | 'code'>): Remedy => {
  if (status === 401 || status === 403) return 'retry';
  if (status === 404 || status === 410) return 'copy';
  // Its client_id belongs to another text: after editing it gets a new one.
  return status === 409 && code !== 'client_id_reused' ? 'retry' : 'edit';
};
