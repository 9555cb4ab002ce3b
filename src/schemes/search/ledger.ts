import type { Place, SearchSpace } from "../../model/search/space.js";

/** A value, and the evaluations spent when it was found. */
export interface Improvement {
  readonly value: number;
  readonly at: number;
}

/** The best value so far, with where and when it was found. */
export type Best = Improvement & Place;

/**
 * The account of a search: every evaluation of the objective, counted, and how often it began anew. No more evaluations
 * are made than there are: what is over is NaN.
 *
 * `reason` tells of a value that is not finite, which ends a search as well.
 */
export interface Ledger {
  readonly spent: number;
  readonly restarts: number;
  readonly best: Best | undefined;
  /** New best values, the last one included; of more than {@link mostImprovements} only some. */
  readonly improvements: readonly Improvement[];
  readonly reason: string | undefined;
  value(node: string, x: Float64Array): number;
  gradient(node: string, x: Float64Array, out: Float64Array): number;
  /** Notes that the search begins anew. */
  restart(): void;
  /** Whether the search has to end: the evaluations are spent, the target is reached, or a value is not finite. */
  isOver(): boolean;
}

export interface LedgerOptions {
  readonly evaluations: number;
  /** A value at which the search has succeeded; -Infinity for none. */
  readonly target: number;
}

/** Improvements that are kept; of more every second one is dropped, time and again. */
export const mostImprovements = 1000;

/** @param onSpent called after every evaluation */
export function createLedger(
  space: SearchSpace,
  { evaluations, target }: LedgerOptions,
  onSpent?: (ledger: Ledger) => void,
): Ledger {
  let [spent, restarts, isOver] = [0, 0, false];
  let reason: string | undefined;
  let best: Best | undefined;
  let improvements: Improvement[] = [];

  function afford(cost: number): boolean {
    if (!isOver && spent + cost <= evaluations) spent += cost;
    else isOver = true;
    return !isOver;
  }

  function note(node: string, x: Float64Array, value: number): number {
    if (!Number.isFinite(value)) {
      reason = `the objective of node "${node}" is not finite`;
      isOver = true;
    } else if (best === undefined || value < best.value) {
      best = { node, x: x.slice(), value, at: spent };
      if (improvements.length === mostImprovements) improvements = improvements.filter((_, k) => k % 2 === 0);
      improvements.push({ value, at: spent });
      if (value <= target) isOver = true;
    }
    onSpent?.(ledger);
    return value;
  }

  const ledger: Ledger = {
    get spent() {
      return spent;
    },
    get restarts() {
      return restarts;
    },
    get best() {
      return best;
    },
    get improvements() {
      return improvements;
    },
    get reason() {
      return reason;
    },
    value: (node, x) => (afford(1) ? note(node, x, space.value(node, x)) : Number.NaN),
    gradient(node, x, out) {
      if (!afford(space.gradientCost)) return Number.NaN;
      const value = space.gradient(node, x, out);
      return note(node, x, out.every(Number.isFinite) ? value : Number.NaN);
    },
    restart() {
      restarts++;
    },
    isOver: () => isOver,
  };
  return ledger;
}
