import { z } from "zod";
import { InputError } from "../../errors.js";
import { createMesh } from "../../model/mesh.js";
import type { Problem } from "../../model/problem.js";
import { key } from "../../model/schema-parts.js";
import { productOf } from "../../numerics/vector.js";
import { judgesLimit, refused } from "../admissibility.js";
import { solveOnGraph } from "../homogeneous.js";
import { initialPotentialObstacle, solveInertialOnGraph } from "../inertial/homogeneous.js";
import type { PreparedReference } from "../kind.js";
import { positionIn, tabulate } from "../tabulate.js";
import { demandedTimes, solutionKey } from "../times.js";
import type { Inertia, ReferenceDemand, ReferenceSource } from "../types.js";
import { meshless } from "./meshless.js";

const schema = z.strictObject({
  kind: key(z.literal("homogeneous"), "The equations of the graph alone, for data that do not depend on x."),
});

export interface BoundHomogeneous {
  readonly kind: "homogeneous";
  readonly inertia?: Inertia | undefined;
}

/** Cells per axis on which independence of x is checked. */
const probeCells = 64;

/** The equations of the graph alone, for data that do not depend on x. */
export const homogeneous = {
  ...meshless,
  name: "homogeneous",
  schema,
  rank: 3,
  measures: { time: true, mesh: true },
  inertial: "homogeneous",
  isTried: false,
  automatic: {
    axes: ["tau", "joint", "tensor", "parameter"],
    choose: ({ problem, inertia }) => (obstacleOf(problem(), inertia) === null ? { kind: "homogeneous" } : null),
  },
  estimates: [
    {
      of: "`homogeneous`",
      from: "implicit Euler of the limit system, extrapolated; of a stiff graph its own order 3 with half the cap on rates",
      sees: "time integration, the cap, and the rates where both integrators run",
      misses: "where only one integrator runs: the rates",
    },
    {
      of: "`homogeneous`, inertial",
      from: "the extrapolated midpoint rule instead of Dormand–Prince",
      sees: "time integration",
      misses: "the rates",
    },
  ],
  judges: () => ({ ...judgesLimit, h: refused("x-independent data have no mesh error to observe") }),
  bind: (spec, { inertia }) => ({ ...spec, inertia }),
  prepare: prepareHomogeneous,
  keyOf: solutionKey,
} satisfies PreparedReference<z.output<typeof schema>, BoundHomogeneous>;

/** @throws {InputError} where potential, initial density or initial potential depend on x */
function prepareHomogeneous({ inertia }: BoundHomogeneous, source: ReferenceSource, demand: ReferenceDemand) {
  const axes = demand.levels[0]?.cells.length ?? 1;
  const probe = source.discretize(Array.from({ length: axes }, () => probeCells));
  const obstacle = obstacleOf(probe, inertia);
  if (obstacle !== null) {
    throw new InputError(`the homogeneous reference does not apply: ${obstacle}`, {
      path: "reference.kind",
      value: "homogeneous",
      remedy: "Use finite-volume or auto",
    });
  }
  const times = demandedTimes(demand.levels);
  const problem = onOneCell(probe);
  const { description, fine, coarse } =
    inertia === undefined ? solveOnGraph(problem, times) : solveInertialOnGraph(problem, inertia, times);
  return {
    description,
    companionFactor: 1,
    solutions: tabulate(demand, (cells, time) => {
      const size = productOf(cells);
      const k = positionIn(times, time);
      return { density: repeat(fine[k], size), companion: repeat(coarse[k], size) };
    }),
  };
}

/** Why the data are not x-independent, or null where they are. */
function obstacleOf(problem: Problem, inertia: Inertia | undefined): string | null {
  const { graph, potential, initial, energy } = problem;
  const layers = graph.layers.length;
  const temperature = energy.temperatures[0];
  const scale = initial.reduce((most, value) => Math.max(most, value), 0);
  for (let k = layers; k < initial.length; k++) {
    const first = k % layers;
    if (Math.abs(potential[k] - potential[first]) > 1e-12 * (temperature + Math.abs(potential[k]))) {
      return `the potential of layer ${graph.layers[first]} depends on x`;
    }
    if (Math.abs(initial[k] - initial[first]) > 1e-12 * scale) {
      return `the initial density of layer ${graph.layers[first]} depends on x`;
    }
  }
  return inertia === undefined ? null : initialPotentialObstacle(problem, inertia);
}

/** The problem on a mesh of one cell: without faces, its dynamics are those of the graph. */
function onOneCell(problem: Problem): Problem {
  const { mesh, graph, potential, initial } = problem;
  const layers = graph.layers.length;
  return {
    ...problem,
    mesh: createMesh(
      mesh.domain,
      mesh.cells.map(() => 1),
    ),
    potential: potential.slice(0, layers),
    initial: initial.slice(0, layers),
  };
}

function repeat(values: Float64Array, times: number): Float64Array {
  return Float64Array.from({ length: values.length * times }, (_, k) => values[k % values.length]);
}
