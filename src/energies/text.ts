import { parameterName } from "../convergence/lines.js";
import type { EnergyCurve } from "../study/run/options.js";
import { type Column, keyTable } from "../tables/column.js";
import type { Content } from "../tables/formats.js";
import { scientific, sizeText } from "../tables/numbers.js";
import { tableText } from "../tables/text.js";

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

/** Parts of the first excess whose times are told. */
const parts = [1e-1, 1e-2, 1e-4] as const;

/** Of every curve: how long a trajectory takes to come down for good. */
const curveColumns: readonly Column<EnergyCurve>[] = [
  words("trajectory", curveName),
  words("scheme", ({ scheme }) => scheme),
  words("status", ({ status }) => status),
  words("E - Emin at the end", ({ rows }) => rows.at(-1)?.excess.toPrecision(3)),
  ...parts.map((part) => words(`t to ${part}`, (curve) => timeBelow(curve, part)?.toPrecision(3))),
];

function words(name: string, value: (curve: EnergyCurve) => string | undefined): Column<EnergyCurve> {
  return { name, title: name, isWords: true, value };
}

/** Energies against time: a row per step in files, a row per curve at a terminal. */
export function energiesContent(curves: readonly EnergyCurve[]): Content {
  return {
    text: ({ width }) => tableText({ columns: curveColumns, rows: curves }, width),
    table: () => keyTable(curves.flatMap(stepRows)),
    value: () => curves,
  };
}

function stepRows({ study, scheme, parameter, rows }: EnergyCurve) {
  const swept = { parameter: parameter?.path, value: parameter?.value };
  return rows.map(({ t, energy, kinetic, excess }) => ({ study, scheme, ...swept, t, energy, kinetic, excess }));
}

/** When a curve has come down to a part of what it began with for good, undefined where it has not. */
export function timeBelow({ rows }: EnergyCurve, part: number): number | undefined {
  const level = part * (rows[0]?.excess ?? 0);
  const above = rows.findLastIndex(({ excess }) => !(excess <= level));
  return rows[above + 1]?.t;
}
