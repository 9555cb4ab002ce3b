import type { Place, SearchSpace } from "../../model/search/space.js";

/** The best value so far, with where and when it was found. */
export interface Best extends Place {
  readonly value: number;
  /** Evaluations spent when it was found. */
  readonly at: number;
}

/**
 * Every evaluation of the objective that a search makes, counted. No more are made than there are: what is over is NaN.
 *
 * `reason` tells of a value that is not finite, which ends a search as well.
 */
export interface Ledger {
  readonly spent: number;
  readonly best: Best | undefined;
  /** Every new best value. */
  readonly improvements: readonly Best[];
  readonly reason: string | undefined;
  value(node: string, x: Float64Array): number;
  gradient(node: string, x: Float64Array, out: Float64Array): number;
  /** Whether the search has to end: the evaluations are spent, the target is reached, or a value is not finite. */
  isOver(): boolean;
}

export interface LedgerOptions {
  readonly evaluations: number;
  /** A value at which the search has succeeded; -Infinity for none. */
  readonly target: number;
}

/** @param onSpent called after every evaluation */
export function createLedger(
  space: SearchSpace,
  { evaluations, target }: LedgerOptions,
  onSpent?: (ledger: Ledger) => void,
): Ledger {
  let [spent, isOver] = [0, false];
  let reason: string | undefined;
  const improvements: Best[] = [];

  function afford(cost: number): boolean {
    if (!isOver && spent + cost <= evaluations) spent += cost;
    else isOver = true;
    return !isOver;
  }

  function note(node: string, x: Float64Array, value: number): number {
    const best = improvements.at(-1);
    if (!Number.isFinite(value)) {
      reason = `the objective of node "${node}" is not finite`;
      isOver = true;
    } else if (best === undefined || value < best.value) {
      improvements.push({ node, x: x.slice(), value, at: spent });
      if (value <= target) isOver = true;
    }
    onSpent?.(ledger);
    return value;
  }

  const ledger: Ledger = {
    get spent() {
      return spent;
    },
    get best() {
      return improvements.at(-1);
    },
    improvements,
    get reason() {
      return reason;
    },
    value: (node, x) => (afford(1) ? note(node, x, space.value(node, x)) : Number.NaN),
    gradient(node, x, out) {
      if (!afford(space.gradientCost)) return Number.NaN;
      const value = space.gradient(node, x, out);
      return note(node, x, out.every(Number.isFinite) ? value : Number.NaN);
    },
    isOver: () => isOver,
  };
  return ledger;
}
