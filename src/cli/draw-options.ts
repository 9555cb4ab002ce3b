import type { Sheet } from "../report/figure/index.js";

/** How results are drawn. */
export interface DrawOptions {
  readonly sheet?: Sheet;
  /** Errors in the pictures and the first tables; all, and the usual ones, when absent. */
  readonly errors?: readonly string[] | undefined;
}
