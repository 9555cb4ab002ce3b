import { z } from "zod";
import { count, key } from "../../model/schema-parts.js";
import { productOf } from "../../numerics/vector.js";
import { admissible, refused } from "../admissibility.js";
import type { PreparedReference } from "../kind.js";
import { createLimitSystem } from "../limit-system.js";
import { defaultSteps, integrateGiven, limitRunOf, runsPerStep } from "../refine.js";
import { tabulateMeshes } from "../tabulate.js";
import { solutionKey } from "../times.js";
import type { ReferenceDemand, ReferenceSource, SameMeshFlux } from "../types.js";

const schema = z.strictObject({
  kind: key(z.literal("same-mesh"), "The limit tau -> 0 on the mesh of each level: the error in time alone."),
  steps: key(
    count.optional(),
    "Time steps of its integration; by default refined until its own error is small beside the study's.",
    200,
  ),
});
type SameMeshSpec = z.output<typeof schema>;

/** With the transport whose limit is meant. */
export interface BoundSameMesh {
  readonly kind: "same-mesh";
  readonly steps?: number | undefined;
  readonly flux: SameMeshFlux;
}

const meshDependent = refused(
  "it has the mesh error of the level itself, so that an order in h cannot be seen against it",
);

/** The limit tau -> 0 on the mesh of each level. */
export const sameMesh = {
  name: "same-mesh",
  schema,
  rank: 6,
  way: "prepared",
  measures: { time: true, mesh: false },
  isGiven: false,
  caveat: null,
  inertial: null,
  isTried: false,
  refinement: null,
  automatic: null,
  estimates: [
    {
      of: "`same-mesh`",
      from: "one order less in time",
      sees: "time integration",
      misses: "mesh and fluxes: it is meant to share them",
    },
  ],
  judges: () => ({
    tau: admissible,
    h: meshDependent,
    joint: meshDependent,
    tensor: meshDependent,
    parameter: admissible,
  }),
  check: () => {},
  mesh: () => null,
  pace: 0.3,
  work: ({ steps = defaultSteps }, { cells }) => runsPerStep * steps * productOf(cells),
  warnings: () => [],
  bind(spec, { flux }) {
    // `check` has refused it.
    if (flux === undefined) throw new RangeError("dynamics with inertia have no limit on the same mesh");
    return { ...spec, flux };
  },
  prepare: prepareSameMesh,
  keyOf: solutionKey,
} satisfies PreparedReference<SameMeshSpec, BoundSameMesh>;

/** A limit with so many base steps, for whoever wants the error in time beside another one. */
export function limitOnMesh(steps: number): SameMeshSpec & { readonly steps: number } {
  return { kind: "same-mesh", steps };
}

/** The scheme's transport in the limit, in words. */
const limits: Record<SameMeshFlux, string> = {
  slopes: "the scheme's transport",
  "scharfetter-gummel": "Scharfetter-Gummel transport",
  upwind: "upwind transport",
};

/**
 * The limit tau -> 0 of a scheme on the mesh of each level: it isolates the time error.
 *
 * Base steps of the integration are doubled down to the demanded tolerance where the study leaves them open.
 *
 * @throws {ReferenceFailure} where the integration fails
 */
function prepareSameMesh({ flux, steps }: BoundSameMesh, source: ReferenceSource, demand: ReferenceDemand) {
  let most = 0;
  const solutions = tabulateMeshes(demand, (cells, times) => {
    const problem = source.discretize(cells);
    const run = limitRunOf("same-mesh", problem, createLimitSystem(problem, flux), times);
    const result = integrateGiven(run, steps, demand);
    most = Math.max(most, result.steps);
    return times.map((_, k) => ({ density: result.densities[k], companion: result.companions[k] }));
  });
  return {
    description: `limit tau -> 0 of ${limits[flux]} on the mesh of each level, ${most} steps extrapolated to order 4`,
    companionFactor: 1,
    solutions,
  };
}
