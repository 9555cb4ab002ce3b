/**
 * A built file with the ways in which it is made wrong, one at a time, and the unit tests of which one must notice
 * each.
 */
export interface MutatedFile {
  /** Below dist/src. */
  readonly file: string;
  /** Below dist/test, without `.test.js`. */
  readonly tests: readonly string[];
  readonly mutants: readonly Mutant[];
}

/** What is wrong, the text that occurs exactly once in the built file, and what is there instead. */
export type Mutant = readonly [what: string, from: string, to: string];
