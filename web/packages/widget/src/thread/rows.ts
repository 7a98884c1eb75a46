// Lines → rows: day separators, and who stands first and last in a group.
import { dayKey } from '../i18n/words.ts';
import type { Line } from './line.ts';

export type Row =
  | { type: 'day'; key: string; at: number }
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

/** `complete`: nothing older exists. Only then does the first row get its day, else it would jump. */
export function rowsOf(lines: readonly Line[], complete: boolean): Row[] {
  const rows: Row[] = [];
  lines.forEach((line, index) => {
    const before = lines[index - 1];
    const after = lines[index + 1];
    const starts = before ? dayKey(before.at) !== dayKey(line.at) : complete;
    if (starts) rows.push({ type: 'day', key: `day ${dayKey(line.at)} ${line.key}`, at: line.at });
    const first = !joined(before, line);
    // A line that failed keeps its own foot, so that its way out stands beside it.
    const last = !joined(line, after) || line.progress === 'failed' || stuck(line, after);
    rows.push({ type: 'line', key: line.key, line, first, last });
  });
  return rows;
}
