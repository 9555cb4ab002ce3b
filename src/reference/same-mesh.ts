import { createLimitSystem } from "./limit-system.js";
import { integrateOrFail, refineSteps } from "./refine.js";
import { distinctMeshes, timesOnMesh } from "./tabulate.js";
import { solutionKey } from "./times.js";
import type { ReferenceData, ReferenceDemand, ReferenceSource, SameMeshFlux, SolutionTable } from "./types.js";

/** The scheme's transport in the limit, in words. */
const limits: Record<SameMeshFlux, string> = {
  slopes: "the scheme's transport",
  "scharfetter-gummel": "Scharfetter-Gummel transport",
  upwind: "upwind transport",
};

/**
 * The limit tau -> 0 of a scheme on the mesh of each level: it isolates the time error.
 *
 * @param steps base steps of the integration; where absent they are doubled down to the demanded tolerance
 * @throws {ReferenceFailure} where the integration fails
 */
export function prepareSameMesh(
  flux: SameMeshFlux,
  steps: number | undefined,
  source: ReferenceSource,
  demand: ReferenceDemand,
): ReferenceData {
  const solutions: Record<string, SolutionTable[string]> = {};
  let most = 0;
  for (const cells of distinctMeshes(demand)) {
    const { initial, mesh, mass, finalTime, ...rest } = source.discretize(cells);
    const system = createLimitSystem({ initial, mesh, mass, finalTime, ...rest }, flux);
    const times = timesOnMesh(demand, cells);
    const run = { kind: "same-mesh", system, initial, cellVolume: mesh.cellVolume, finalTime, mass, times } as const;
    const result = steps === undefined ? refineSteps(run, demand) : { ...integrateOrFail(run, steps), steps };
    most = Math.max(most, result.steps);
    times.forEach(({ n, steps: denominator }, k) => {
      solutions[solutionKey(cells, n, denominator)] = {
        density: result.densities[k],
        companion: result.companions[k],
      };
    });
  }
  return {
    kind: "same-mesh",
    description: `limit tau -> 0 of ${limits[flux]} on the mesh of each level, ${most} steps extrapolated to order 4`,
    companionFactor: 1,
    solutions,
  };
}
