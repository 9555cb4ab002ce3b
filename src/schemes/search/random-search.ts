import type { SearchContext } from "./method.js";

/** Random search, for comparison: nodes and points drawn uniformly from their region, each on its own. */
export function randomSearch({ space, ledger, random, start }: SearchContext): void {
  ledger.value(start.node, start.x);
  while (!ledger.isOver()) ledger.value(space.randomNode(random), space.randomPoint(random));
}
