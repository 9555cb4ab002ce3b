import type { ErrorValues } from "./error.js";
import { L1 } from "./errors/l1.js";

/** What error budgets are made up in; solvers on a mesh bound what they leave in it, and round-off is told in it. */
export const budgetError = L1;

/** The value of the budget's error; NaN where it is not known. */
export function budgetErrorIn(values: ErrorValues): number {
  return values[budgetError.name] ?? Number.NaN;
}
