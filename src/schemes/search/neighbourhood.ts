import type { StepReport } from "../../model/evolution.js";
import type { MobilityName } from "../../model/exchange.js";
import { createGraph, type EdgeSpec, type Graph } from "../../model/graph.js";
import type { SearchSpace } from "../../model/search/space.js";
import { movePositions } from "./motion.js";
import { createWeightMover } from "./weight-mover.js";

/** How particles move, wherever they are. */
export interface ParticleOptions {
  readonly order: 1 | 2;
  /** gamma of order 2, 1/time. */
  readonly damping: number;
  readonly tau: number;
  /** T >= 0. */
  readonly entropy: number;
  readonly mobility: MobilityName;
  /** Relative gap at which a minimization counts as solved. */
  readonly tolerance: number;
}

/** A node and its neighbours, each with a particle; index 0 is the centre. */
export interface Neighbourhood {
  readonly nodes: readonly string[];
  /** `node * d + axis`. */
  readonly positions: Float64Array;
  readonly velocities: Float64Array;
  readonly weights: Float64Array;
  /** V and ∇V at the positions; the caller fills them. */
  readonly values: Float64Array;
  readonly gradients: Float64Array;
  /** Momenta of order 2. */
  readonly phi: Float64Array;
  /** Whether momenta and objective point the same way: ∑ over nodes and their neighbours of K (V' - V)(phi' - phi) f' >= 0. */
  opposes(): boolean;
  /** Sets velocities and momenta to 0. */
  rest(): void;
  /** One step of all particles. */
  step(): StepReport;
}

/** Weight of a node that is new, relative to that of the centre. */
const newcomerShare = 0.01;

/**
 * The active set around a node. Nodes that were active before keep position, velocity, weight and momentum; new ones begin where
 * `inherit` says, at rest, with the momentum of the centre and a hundredth of its weight. Weights are rescaled to sum 1; momenta
 * are counted from that of the centre, of which only differences matter.
 *
 * @param x of the centre, where it was not active before
 */
export function createNeighbourhood(
  space: SearchSpace,
  options: ParticleOptions,
  centre: string,
  x: Float64Array,
  before?: Neighbourhood,
): Neighbourhood {
  const graph = activeGraph(space, centre);
  const nodes = graph.layers;
  const d = space.dimension;
  const size = nodes.length;
  const arrays = Array.from({ length: 3 }, () => new Float64Array(size * d));
  const [positions, velocities, gradients] = arrays as [Float64Array, Float64Array, Float64Array];
  const [weights, values] = [new Float64Array(size), new Float64Array(size)];
  const mover = createWeightMover({ ...options, graph, steps: 1 });
  const { phi } = mover;
  fill();

  function fill(): void {
    const origin = before?.nodes.indexOf(centre) ?? -1;
    const heavy = origin < 0 ? 1 : ((before as Neighbourhood).weights[origin] as number);
    const level = origin < 0 ? 0 : ((before as Neighbourhood).phi[origin] as number);
    const from = origin < 0 ? x : (before as Neighbourhood).positions.slice(origin * d, (origin + 1) * d);
    nodes.forEach((name, k) => {
      const old = before?.nodes.indexOf(name) ?? -1;
      if (old < 0 || before === undefined) {
        positions.set(k === 0 ? from : space.inherit(from, centre, name), k * d);
        weights[k] = k === 0 ? heavy : newcomerShare * heavy;
        return;
      }
      positions.set(before.positions.subarray(old * d, (old + 1) * d), k * d);
      velocities.set(before.velocities.subarray(old * d, (old + 1) * d), k * d);
      weights[k] = before.weights[old] as number;
      phi[k] = (before.phi[old] as number) - level;
    });
    const sum = weights.reduce((total, weight) => total + weight, 0);
    for (let k = 0; k < size; k++) weights[k] = (weights[k] as number) / sum;
  }

  function rest(): void {
    velocities.fill(0);
    phi.fill(0);
  }

  return {
    nodes,
    positions,
    velocities,
    weights,
    values,
    gradients,
    phi,
    opposes: () => alignment(graph, weights, values, phi) >= 0,
    rest,
    step() {
      let report = mover.advance(weights, values);
      if (report.status === "vacuum") {
        rest();
        report = mover.advance(weights, values);
      }
      if (report.status === "converged") movePositions(options, positions, velocities, gradients);
      return report;
    },
  };
}

/** The centre and its neighbours, with all edges between them. */
function activeGraph(space: SearchSpace, centre: string): Graph {
  const beside = space.neighbours(centre);
  const names = [centre, ...beside.map(({ name }) => name)];
  const edges: EdgeSpec[] = beside.map(({ name, weight }) => [centre, name, weight]);
  for (const [k, { name }] of beside.entries()) {
    for (const other of space.neighbours(name)) {
      const index = names.indexOf(other.name);
      if (index > k + 1) edges.push([name, other.name, other.weight]);
    }
  }
  return createGraph(names, edges);
}

/** ∑ over the ends f' of edges of K (V' - V)(phi' - phi) f'. */
function alignment(
  { tails, heads, weights: conductances }: Graph,
  weights: Float64Array,
  values: Float64Array,
  phi: Float64Array,
): number {
  let sum = 0;
  for (let k = 0; k < tails.length; k++) {
    const [s, t] = [tails[k] as number, heads[k] as number];
    const product = ((values[t] as number) - (values[s] as number)) * ((phi[t] as number) - (phi[s] as number));
    sum += (conductances[k] as number) * product * ((weights[s] as number) + (weights[t] as number));
  }
  return sum;
}
