import { InputError } from "../errors.js";
import { energyOf } from "../model/energy.js";
import { equilibriumOf } from "../model/equilibrium.js";
import { requireMeshStudy } from "../study/file/kinds.js";
import type { MeshStudy, Study } from "../study/file/schema.js";
import { flowStudy, shapeOf } from "../study/flow/flow.js";
import { endingOf } from "../study/flow/flow-task.js";
import { requireSweep } from "../study/plan/expectations.js";
import { planLevels } from "../study/plan/levels.js";
import type { EnergyCurve, FlowOptions, FlowResult } from "../study/run/options.js";
import { discretizeAt } from "../study/run/tasks.js";

/**
 * Energy above its minimum against time: of every value of a parameter sweep, else of the finest level.
 *
 * @throws {InputError} without a sweep, for states, and for a porous medium, whose minimum is not known
 * @throws {InterruptedError} when `signal` is aborted
 */
export async function energiesOf(
  given: Study,
  options: Pick<FlowOptions, "signal" | "onEvent">,
): Promise<EnergyCurve[]> {
  const example = "{axis: tau, steps: [1000], cells: 400}";
  const study = requireSweep(requireMeshStudy(given, "a comparison of energies"), example);
  const levels = planLevels(study);
  const isSwept = study.sweep.axis === "parameter";
  const curves: EnergyCurve[] = [];
  for (const { level } of isSwept ? levels : levels.slice(-1)) {
    // Before the flow: where there is none the flow need not be waited for.
    const lowest = lowestEnergy(study, level);
    curves.push(curveOf(study, lowest, await flowStudy(study, { ...options, level })));
  }
  return curves;
}

/** The least energy of a density of the same mass, on the mesh of a level. */
function lowestEnergy(study: MeshStudy, level: number): number {
  const { variant, cells } = shapeOf(study, { level });
  const problem = discretizeAt(variant.model, cells);
  const equilibrium = equilibriumOf(problem);
  if (equilibrium !== undefined) return energyOf(problem, equilibrium);
  throw new InputError("the least energy of a porous medium is not available", {
    path: "model.energy.kind",
    value: variant.model.energy.kind,
    remedy: "Compare energies of entropies.",
  });
}

function curveOf({ scheme }: MeshStudy, lowest: number, { id, parameter, rows, ...flow }: FlowResult): EnergyCurve {
  return {
    study: id,
    scheme: scheme.name,
    ...(parameter && { parameter }),
    ...endingOf(flow),
    lowest,
    rows: rows.map(({ t, energy, kinetic }) => ({
      t,
      energy,
      excess: energy - lowest,
      ...(kinetic === undefined ? {} : { kinetic }),
    })),
  };
}
