// What shows nothing, as the server counts it, so that a page does not send what would be refused.

import { HIDDEN, JOINERS, SPACES } from './invisible.ts';

const nothing = new RegExp(`^[${SPACES}${JOINERS}${HIDDEN}]*$`, 'u');
const hidden = new RegExp(`[${HIDDEN}]`, 'gu');

/** Nothing that anybody could see: the server refuses such a message with `empty_content`. */
export const isBlank = (text: string): boolean => nothing.test(text);

/**
 * A name as it may be shown: without marks of direction, zero-width and other hidden characters, and
 * without spaces around it. '' when nothing can be seen.
 */
export const shownName = (name: string | null | undefined): string =>
  name && !isBlank(name) ? name.replace(hidden, '').trim() : '';
