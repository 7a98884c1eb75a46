/** Counts the steps of one parse, so that a test can show that they grow no faster than the text. */
export interface Meter {
  steps: number;
}
