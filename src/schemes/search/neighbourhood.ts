import { InputError } from "../../errors.js";
import type { StepReport } from "../../model/evolution.js";
import { createMobility } from "../../model/exchange.js";
import { createGraph, type EdgeSpec, type Graph } from "../../model/graph.js";
import { type SearchSpace, SpaceFailure } from "../../model/search/space.js";
import { largest, sumOf } from "../../numerics/vector.js";
import { ascentOf, driveOf, fillPotentials } from "./edge-sums.js";
import { movePositions, stillness } from "./motion.js";
import { createWeightMover } from "./weight-mover.js";
import type { WeightOptions } from "./weight-options.js";

/** How particles move, wherever they are. */
export type ParticleOptions = Omit<WeightOptions, "graph" | "steps">;

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
  /**
   * Whether momenta drive weight uphill: ∑ over nodes and their neighbours of K (mu' - mu)(phi' - phi) f' > 0, mu = T
   * log f + V. The sum is 0 at rest, and where objectives do not differ: there is nothing to set right then.
   */
  opposes(): boolean;
  /** Sets velocities and momenta to 0. */
  rest(): void;
  /** One step of all particles; of order 2 with momenta 0, where weights cannot move with those there are. */
  step(): StepReport;
  /**
   * Whether nothing has moved in the last step, and nothing is about to: slopes of V, velocities, exchange per unit of
   * time and the exchange that ∑ K theta |mu' - mu| drives are all below {@link stillness}. Speeds alone do not tell
   * with order 2, which begins slowly.
   */
  isStill(): boolean;
}

/** Weight of a node that is new, relative to that of the centre. */
const newcomerShare = 0.01;

/**
 * The active set around a node. Nodes that were active before keep position, velocity, weight and momentum; new ones
 * begin where `inherit` says, at rest, with the momentum of the centre and a hundredth of its weight. Weights are
 * rescaled to sum 1; momenta are counted from that of the centre, of which only differences matter.
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
  const size = graph.layers.length;
  const mover = createWeightMover({ ...options, graph, steps: 1 });
  const [positions, velocities, gradients] = arraysOf(size * space.dimension);
  const particles = { nodes: graph.layers, positions, velocities, weights: new Float64Array(size), phi: mover.phi };
  const { weights, phi } = particles;
  const values = new Float64Array(size);
  settle(space, particles, x, before);

  const earlier = new Float64Array(size);
  const theta = createMobility(options.mobility);
  const mu = new Float64Array(size);

  const rest = (): void => {
    velocities.fill(0);
    phi.fill(0);
  };

  const step = (): StepReport => {
    earlier.set(weights);
    let report = mover.advance(weights, values);
    if (report.status !== "converged" && options.order === 2) {
      weights.set(earlier);
      phi.fill(0);
      report = mover.advance(weights, values);
    }
    if (report.status === "converged") movePositions(options, positions, velocities, gradients);
    return report;
  };

  const isStill = (): boolean => {
    const exchanged = weights.reduce((sum, f, k) => sum + Math.abs(f - earlier[k]), 0) / options.tau;
    fillPotentials(options.entropy, weights, values, mu);
    const driven = driveOf(graph, theta, options.entropy, weights, mu);
    return Math.max(largest(gradients), largest(velocities), exchanged, driven) <= stillness;
  };

  const opposes = (): boolean => {
    fillPotentials(options.entropy, weights, values, mu);
    return ascentOf(graph, weights, mu, phi) > 0;
  };

  return { ...particles, values, gradients, opposes, rest, step, isStill };
}

function arraysOf(length: number): [Float64Array, Float64Array, Float64Array] {
  return [new Float64Array(length), new Float64Array(length), new Float64Array(length)];
}

type Particles = Pick<Neighbourhood, "nodes" | "positions" | "velocities" | "weights" | "phi">;

/** Gives particles what they had before, and new ones what the centre, the first of them, has. */
function settle(
  space: SearchSpace,
  { nodes, positions, velocities, weights, phi }: Particles,
  x: Float64Array,
  before: Particles | undefined,
): void {
  const d = space.dimension;
  const [centre] = nodes as readonly [string];
  const origin = before?.nodes.indexOf(centre) ?? -1;
  const known = origin < 0 ? undefined : before;
  const heavy = known?.weights[origin] ?? 1;
  const from = known?.positions.slice(origin * d, (origin + 1) * d) ?? x;
  nodes.forEach((name, k) => {
    const old = known?.nodes.indexOf(name) ?? -1;
    if (known === undefined || old < 0) {
      positions.set(k === 0 ? from : space.inherit(from, centre, name), k * d);
      weights[k] = k === 0 ? heavy : newcomerShare * heavy;
      return;
    }
    positions.set(known.positions.subarray(old * d, (old + 1) * d), k * d);
    velocities.set(known.velocities.subarray(old * d, (old + 1) * d), k * d);
    weights[k] = known.weights[old];
    phi[k] = known.phi[old] - known.phi[origin];
  });
  const sum = sumOf(weights);
  for (let k = 0; k < nodes.length; k++) weights[k] = weights[k] / sum;
}

/**
 * The centre and its neighbours, with all edges between them.
 *
 * @throws {SpaceFailure} where two of them do not agree on the edge between them, or they make no graph
 */
function activeGraph(space: SearchSpace, centre: string): Graph {
  const beside = space.neighbours(centre);
  const names = [centre, ...beside.map(({ name }) => name)];
  const indices = new Map(names.map((name, k) => [name, k]));
  const rows = [beside, ...beside.map(({ name }) => space.neighbours(name))].map(
    (row) => new Map(row.map(({ name, weight }) => [name, weight])),
  );
  const edges: EdgeSpec[] = [];
  for (const [k, row] of rows.entries()) {
    const name = names[k];
    for (const [other, weight] of row) {
      const index = indices.get(other);
      if (index === undefined) continue;
      const back = rows[index]?.get(name);
      if (back !== weight) {
        const ends = `from "${name}" to "${other}"`;
        throw new SpaceFailure(`the edge ${ends} weighs ${weight}, the one back ${back ?? "nothing"}`);
      }
      if (index > k) edges.push([name, other, weight]);
    }
  }
  try {
    return createGraph(names, edges);
  } catch (error) {
    // Too many nodes or edges, of a graph that a module makes.
    if (error instanceof InputError) throw new SpaceFailure(`node "${centre}" and its neighbours: ${error.reason}`);
    throw error;
  }
}
