import { InputError } from "../errors.js";
import { energyOf } from "../model/energy.js";
import { equilibriumOf } from "../model/equilibrium.js";
import { flowStudy, shapeOf } from "./flow.js";
import { requireMeshStudy } from "./kinds.js";
import { planLevels } from "./levels.js";
import type { EnergyCurve, FlowOptions, FlowResult } from "./options.js";
import type { MeshStudy, Study } from "./schema.js";
import { discretizeAt } from "./tasks.js";

/**
 * Energy above its minimum against time: of every value of a parameter sweep, else of the finest level.
 *
 * @throws {InputError} for states, and for a porous medium, whose minimum is not known
 * @throws {InterruptedError} when `signal` is aborted
 */
export async function energiesOf(
  given: Study,
  options: Pick<FlowOptions, "signal" | "onEvent">,
): Promise<EnergyCurve[]> {
  const study = requireMeshStudy(given, "a comparison of energies");
  const levels = study.sweep === undefined ? [] : planLevels({ ...study, sweep: study.sweep });
  const isSwept = study.sweep?.axis === "parameter";
  const curves: EnergyCurve[] = [];
  for (const { level } of isSwept ? levels : levels.slice(-1)) {
    const flow = await flowStudy(study, { ...options, level });
    curves.push(curveOf(study, level, flow));
  }
  return curves;
}

function curveOf(study: MeshStudy, level: number, { id, status, parameter, rows }: FlowResult): EnergyCurve {
  const { variant, cells } = shapeOf(study, { level });
  const problem = discretizeAt(variant.model, cells);
  const equilibrium = equilibriumOf(problem);
  if (equilibrium === undefined) {
    throw new InputError("the least energy of a porous medium is not available", {
      path: "model.energy.kind",
      value: variant.model.energy.kind,
      remedy: "Compare energies of entropies.",
    });
  }
  const lowest = energyOf(problem, equilibrium);
  return {
    study: id,
    scheme: variant.scheme.name,
    ...(parameter && { parameter }),
    status,
    lowest,
    rows: rows.map(({ t, energy, kinetic }) => ({
      t,
      energy,
      excess: energy - lowest,
      ...(kinetic === undefined ? {} : { kinetic }),
    })),
  };
}
