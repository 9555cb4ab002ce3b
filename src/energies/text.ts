import { parameterName } from "../convergence/lines.js";
import { csvText } from "../report/table/csv.js";
import { scientific, sizeText } from "../report/table/numbers.js";
import type { EnergyCurve } from "../study/run/options.js";

/** The study, with the value of its parameter. */
export function curveName({ study, parameter }: EnergyCurve): string {
  return parameter === undefined ? study : `${study}, ${parameterName(parameter.path)} ${sizeText(parameter.value)}`;
}

/** One sentence on a curve. */
export function energyLine(curve: EnergyCurve): string {
  const [first, last] = [curve.rows[0], curve.rows.at(-1)];
  if (first === undefined || last === undefined) return `${curveName(curve)}: no step.`;
  return `${curveName(curve)}: ${scientific(first.excess, 2)} to ${scientific(last.excess, 2)} at t = ${sizeText(last.t)}.`;
}

/** One row per step of every curve. */
export function energiesCsv(curves: readonly EnergyCurve[]): string {
  const rows = curves.flatMap(({ study, scheme, parameter, rows }) =>
    rows.map(({ t, energy, kinetic, excess }) => [
      study,
      scheme,
      parameter?.path,
      parameter?.value,
      t,
      energy,
      kinetic,
      excess,
    ]),
  );
  return csvText(["study", "scheme", "parameter", "value", "t", "energy", "kinetic", "excess"], rows);
}

/** When a curve has come down to a part of what it began with for good, undefined where it has not. */
export function timeBelow({ rows }: EnergyCurve, part: number): number | undefined {
  const level = part * (rows[0]?.excess ?? 0);
  const above = rows.findLastIndex(({ excess }) => !(excess <= level));
  return rows[above + 1]?.t;
}
