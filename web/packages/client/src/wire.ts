// The shapes on the wire, as @walkie/wire generates them from protocol/.

import type { Problem as ServerProblem } from '@walkie/wire';

export type * from '@walkie/wire';

/**
 * Why something failed (RFC 9457): what the server answered, or what stands for it. Without any
 * answer the status is 0; an answer of a proxy may have a title and a code only.
 */
export type Problem = Pick<ServerProblem, 'title' | 'status' | 'code'> &
  Partial<Omit<ServerProblem, 'title' | 'status' | 'code'>> & { [extra: string]: unknown };
