import type { Failure } from "../../model/evolution.js";
import type { Place } from "../../model/search/space.js";
import type { SearchContext } from "./method.js";
import type { Neighbourhood, ParticleOptions } from "./neighbourhood.js";
import { createNeighbourhood } from "./neighbourhood.js";

export interface ParticleSearchOptions extends ParticleOptions {
  /** A neighbour becomes the centre where it outweighs it so many times; > 1. */
  readonly recentre: number;
  /** Time without a new centre after which a search begins anew. */
  readonly patience: number;
}

/**
 * Particle search on R^d x G: particles of a node and its neighbours descend the objective and exchange weight, and the
 * neighbourhood follows the heaviest node.
 *
 * A step evaluates V and ∇V of every active node. With order 2 velocities and momenta are set to 0 where momenta drive
 * weight uphill. A node that outweighs the centre becomes the new one. Where nothing moves any more, or `patience` has
 * passed without a new centre, the search begins anew at random, until its evaluations are spent.
 *
 * @see García Trillos, Morales & Morales, arXiv 2006.15218, algorithms NASGD and NASAGD
 */
export function particleSearch(context: SearchContext, options: ParticleSearchOptions): Failure | undefined {
  const { ledger, space, random } = context;
  let start: Place = context.start;
  for (;;) {
    const failure = descend(context, options, start);
    if (failure !== undefined || ledger.isOver()) return failure;
    ledger.restart();
    start = { node: space.randomNode(random), x: space.randomPoint(random) };
  }
}

/** From one start until everything is still or nothing may be spent; why a step failed, where one did. */
function descend(context: SearchContext, options: ParticleSearchOptions, start: Place): Failure | undefined {
  const { space, observe } = context;
  const { tau, order, recentre } = options;
  let active = createNeighbourhood(space, options, start.node, start.x);
  // The step after which the centre was new: the one before the first.
  let centred = -1;
  for (let n = 0; ; n++) {
    if (!evaluate(active, context)) return undefined;
    observe?.(n * tau, n, active);
    if (order === 2 && active.opposes()) active.rest();
    const { status, reason } = active.step();
    if (status !== "converged") return { status, reason };
    const heaviest = heaviestOf(active.weights);
    if (heaviest > 0 && active.weights[heaviest] > recentre * active.weights[0]) {
      active = createNeighbourhood(space, options, active.nodes[heaviest], start.x, active);
      centred = n;
    } else if ((n - centred) * tau >= options.patience || active.isStill()) return undefined;
  }
}

/** V and ∇V of all active nodes; false where the search is over. */
function evaluate({ nodes, positions, values, gradients }: Neighbourhood, { ledger, space }: SearchContext): boolean {
  const d = space.dimension;
  for (const [k, name] of nodes.entries()) {
    const range = [k * d, (k + 1) * d] as const;
    values[k] = ledger.gradient(name, positions.subarray(...range), gradients.subarray(...range));
    if (ledger.isOver()) return false;
  }
  return true;
}

function heaviestOf(weights: Float64Array): number {
  let heaviest = 0;
  for (let k = 1; k < weights.length; k++) {
    if (weights[k] > weights[heaviest]) heaviest = k;
  }
  return heaviest;
}
