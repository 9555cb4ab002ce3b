import type { Place } from "../../model/search/space.js";
import { largest } from "../../numerics/vector.js";
import type { SearchContext } from "./method.js";
import { stillness } from "./motion.js";

export interface ClimbOptions {
  /** Size of gradient steps. */
  readonly tau: number;
  /** Time after which a point that still moves is left for the neighbours. */
  readonly patience: number;
}

/**
 * Hill climbing on a graph, for comparison: gradient steps at the node until the slope is below 1e-3, then the
 * neighbour with the least value at the point it inherits, if that is less than the node's own; otherwise anew from a
 * random start.
 */
export function hillClimbing({ space, ledger, random, start }: SearchContext, options: ClimbOptions): void {
  let here = start;
  for (;;) {
    const { place, value } = settle(here);
    const next = ledger.isOver() ? undefined : bestNeighbour(place, value);
    if (ledger.isOver()) return;
    here = next ?? { node: space.randomNode(random), x: space.randomPoint(random) };
    if (next === undefined) ledger.restart();
  }

  /** Descends at a node until it is still. */
  function settle({ node, x: from }: Place): { place: Place; value: number } {
    const x = from.slice();
    const slopes = new Float64Array(x.length);
    for (let n = 0; ; n++) {
      const value = ledger.gradient(node, x, slopes);
      const steepest = largest(slopes);
      const isDone = ledger.isOver() || steepest <= stillness || n * options.tau >= options.patience;
      if (isDone) return { place: { node, x }, value };
      for (let k = 0; k < x.length; k++) x[k] = x[k] - options.tau * slopes[k];
    }
  }

  function bestNeighbour({ node, x }: Place, value: number): Place | undefined {
    let [best, least] = [undefined as Place | undefined, value];
    for (const { name } of space.neighbours(node)) {
      const place = { node: name, x: space.inherit(x, node, name) };
      const own = ledger.value(name, place.x);
      if (own < least) [best, least] = [place, own];
    }
    return best;
  }
}
