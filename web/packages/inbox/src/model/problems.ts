import type { ChangeConversation, Problem, Status } from '@walkie/client';
import { enProblems } from '../i18n/en-problems.ts';
import type { Say } from '../i18n/words.tsx';

type Key = keyof typeof enProblems;

const isKey = (key: string): key is Key => Object.hasOwn(enProblems, key);

/** What stands for a code without a phrase of its own. */
function general(status: number): Key {
  if (status === 0) return 'problem.network';
  if (status === 401) return 'problem.unauthorized';
  if (status === 403) return 'problem.forbidden';
  if (status === 404) return 'problem.not_found';
  if (status === 409) return 'problem.conflict';
  if (status === 413) return 'problem.too_large';
  if (status === 429) return 'problem.too_fast';
  if (status === 507) return 'problem.storage_full';
  if (status === 500) return 'problem.internal';
  return status > 500 ? 'problem.unavailable' : 'problem.other';
}

/** Whoever asks for what is in the address: a number that cannot be one is refused, not looked for. */
export const isNotThere = ({ status }: Pick<Problem, 'status'>): boolean =>
  [400, 404, 410, 422].includes(status);

/**
 * A refusal as a sentence of the page's language. The server's own words are English and for
 * developers; they are never shown.
 */
export function problemText({ code, status }: Pick<Problem, 'code' | 'status'>, t: Say): string {
  const key = `problem.${code}`;
  return t(isKey(key) ? key : general(status));
}

const UNSET = {
  open: 'error.reopen',
  pending: 'error.pending',
  snoozed: 'error.snooze',
  resolved: 'error.resolve',
} as const satisfies Record<Status, string>;

/** Names what did not happen. */
export function failureOf({ status, priority }: ChangeConversation) {
  if (priority !== undefined) return 'error.priority';
  return status === undefined ? 'error.assign' : UNSET[status];
}
