import { spend } from "../numerics/allowance.js";

/** Microseconds of a part, about. */
const PART_WORK = 2;

/** What bounds the division of cells into parts, counted in boxes on one axis. */
export interface DivisionBudget {
  /**
   * To be called before every cell, which may have `most` parts.
   *
   * @param cells if given, among how many cells, this one first, what is left is to be shared
   */
  startCell(most: number, cells?: number): void;
  /** Takes so many parts from the budget; false if there are none left. */
  take(parts: number): boolean;
  /** Whether there are none left. */
  isSpent(): boolean;
}

/** @param inAll parts of all cells */
export function createDivisionBudget(inAll: number): DivisionBudget {
  let left = inAll;
  let leftInCell = 0;
  const isSpent = (): boolean => left <= 0 || leftInCell <= 0;
  return {
    startCell(most, cells = 1) {
      leftInCell = Math.min(most, left / cells);
    },
    isSpent,
    take(parts) {
      if (isSpent()) return false;
      spend(PART_WORK * parts);
      left -= parts;
      leftInCell -= parts;
      return true;
    },
  };
}
