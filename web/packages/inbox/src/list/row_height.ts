/** Height of a row of the list with the gap below it, in px. The styles have it as `--row`. */
export const ROW_HEIGHT = 62;
