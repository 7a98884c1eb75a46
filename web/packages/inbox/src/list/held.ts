/** A row of the list that keeps its place on the screen: where it stood and where it stands now. */
export interface Held {
  readonly before: number;
  readonly after: number;
}

/**
 * The first row from `top` on that has not been moved itself: what changed is around it. Null when
 * nothing of what was in sight has stayed. Rows are told by their ids, in the order of the list.
 */
export function heldRow(
  before: readonly number[],
  after: readonly number[],
  top: number,
): Held | null {
  const places = new Map(after.map((id, index) => [id, index]));
  /** The nearest row on that side that is still in the list. */
  const beside = (from: number, step: 1 | -1) => {
    let at = from + step;
    while (at >= 0 && at < before.length && !places.has(before[at] as number)) at += step;
    return places.get(before[at] ?? Number.NaN);
  };
  for (let at = Math.max(0, top); at < Math.min(before.length, top + REACH); at += 1) {
    const place = places.get(before[at] as number);
    if (place === undefined) continue;
    const above = beside(at, -1) ?? Number.NEGATIVE_INFINITY;
    const below = beside(at, 1) ?? Number.POSITIVE_INFINITY;
    if (above < place && place < below) return { before: at, after: place };
  }
  return null;
}

/** About a screenful. */
const REACH = 40;
