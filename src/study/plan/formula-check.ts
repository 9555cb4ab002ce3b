import { type Violation, violationOf } from "../../reference/formula-residual.js";
import { meshScheme } from "../../schemes/schemes.js";
import type { MeshStudy } from "../file/schema.js";
import { densityFormulas } from "../run/tasks.js";
import { modelOf } from "./models.js";
import type { PlannedReference } from "./reference-plan.js";

/**
 * A warning for a formula that does not solve the equation of the model, as far as residuals at a few points show it.
 *
 * It is no refusal: a formula may be meant for another problem, whose limit the study is to show.
 */
export function formulaWarnings({ model, scheme }: MeshStudy, reference: PlannedReference): string[] {
  // Dynamics with inertia have a second unknown, which no formula tells.
  if (reference.kind !== "formula" || meshScheme(scheme).limit(scheme).kind === "inertial") return [];
  const own = modelOf(model);
  const potential = own.potential.map(
    ({ evaluate }, layer) =>
      ([x = 0, y = 0]: readonly number[]) =>
        evaluate(x, y, 0, layer),
  );
  const violation = violationOf(densityFormulas(reference, own), { ...own, potential });
  return violation === null ? [] : [describe(violation, own.graph.layers)];
}

function describe({ part, t, position, layer }: Violation, layers: readonly string[]): string {
  const place = ["x", "y"].slice(0, position.length).map((axis, k) => `${axis} = ${short(position[k])}`);
  const where = [`t = ${short(t)}`, ...place, ...(layers.length > 1 ? [`layer ${layers[layer]}`] : [])].join(", ");
  return `the formula does not solve the equation of the model: at ${where} it is off by ${short(100 * part)} % of the largest term; correct reference.density, or the model`;
}

function short(value: number): string {
  return String(Number(value.toPrecision(3)));
}
