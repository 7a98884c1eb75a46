// Lines → rows: day separators, where the unread ones begin, and who stands first and last in a group.
import type { Span } from '@walkie/client/reading';
import { dayKey } from '../i18n/words.ts';
import type { Line } from './line.ts';

export type Row =
  | { type: 'day'; key: string; at: number }
  | { type: 'unread'; key: string; count: number }
  | { type: 'line'; key: string; line: Line; first: boolean; last: boolean };

const together_ms = 60_000;

const joined = (a: Line | undefined, b: Line | undefined) =>
  a !== undefined &&
  b !== undefined &&
  a.speaker === b.speaker &&
  Math.abs(b.at - a.at) < together_ms &&
  dayKey(a.at) === dayKey(b.at);

/** What is on its way must not hide, under one foot, that the line before it has arrived. */
const stuck = (line: Line, after: Line | undefined) =>
  after?.progress === 'pending' && line.progress !== 'pending';

/** Others' lines that were unread when reading began. */
const unreadIn = (lines: readonly Line[], span: Span | null) =>
  lines.filter(
    ({ mine, deleted, seq }) =>
      span !== null && !mine && !deleted && seq !== null && seq > span.after && seq <= span.upTo,
  );

/** `complete`: nothing older exists. Only then does the first row get its day, else it would jump. */
export function rowsOf(lines: readonly Line[], complete: boolean, span: Span | null = null): Row[] {
  const rows: Row[] = [];
  const unread = unreadIn(lines, span);
  const divides = (line: Line | undefined) => line !== undefined && line === unread[0];
  lines.forEach((line, index) => {
    const before = lines[index - 1];
    const after = lines[index + 1];
    const starts = before ? dayKey(before.at) !== dayKey(line.at) : complete;
    if (starts) rows.push({ type: 'day', key: `day ${dayKey(line.at)} ${line.key}`, at: line.at });
    if (divides(line)) rows.push({ type: 'unread', key: 'unread', count: unread.length });
    const first = !joined(before, line) || divides(line);
    // A line that failed keeps its own foot, so that its way out stands beside it.
    const ends = !joined(line, after) || divides(after);
    const last = ends || line.progress === 'failed' || stuck(line, after);
    rows.push({ type: 'line', key: line.key, line, first, last });
  });
  return rows;
}
