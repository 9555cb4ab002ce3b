import { parameterName, sizesText } from "../../convergence/lines.js";
import { stateSchemeNames } from "../../schemes/schemes.js";
import { endingText } from "../../tables/ending.js";
import { cellsText, sizeText } from "../../tables/numbers.js";
import type { JudgedLevel, StudyRecord } from "./record.js";

/**
 * Whether the states of a scheme may be others than densities on a mesh: its transport is their parametrization, and
 * its steps are solved by other means than Newton's method.
 */
export function isStateScheme(scheme: string): boolean {
  return stateSchemeNames.includes(scheme);
}

/** Whether the levels have meshes: those of particles and Gaussians have none. */
export function hasMesh({ levels }: Pick<StudyRecord, "levels">): boolean {
  return levels.length === 0 || levels.some(({ cells }) => cells.length > 0);
}

/** What the iterations of a step are called. */
export function iterationsName(record: Pick<StudyRecord, "levels" | "scheme">): "newton" | "iterations" {
  return hasMesh(record) && !isStateScheme(record.scheme) ? "newton" : "iterations";
}

/** Whether some level has a distance to the exact discrete iterate. */
export function hasIterateError({ levels }: Pick<StudyRecord, "levels">, error: string): boolean {
  return levels.some(({ iterateErrors }) => iterateErrors?.[error] !== undefined);
}

/** Name of what a parameter sweep varies: `directions` of `scheme.directions`. */
export function sweptName(record: Pick<StudyRecord, "parameter" | "levels">): string {
  return parameterName(record.parameter ?? record.levels[0]?.parameter?.path ?? "parameter");
}

/** Why levels failed, where the steps said so: `40 steps: stalled, no descent`. */
export function failureLines({ levels }: Pick<StudyRecord, "levels">): readonly string[] {
  return levels.flatMap((level) =>
    level.status === "ok" || level.reason === undefined ? [] : [`${sizesText(level)}: ${endingText(level)}`],
  );
}

/** Sizes of a level as captions name it: `40/80x40`, `40` without a mesh, and the value of a swept parameter. */
export function shortLevelName({ steps, cells, parameter }: JudgedLevel): string {
  const mesh = cells.length === 0 ? [] : [String(cellsText(cells))];
  return [String(steps), ...mesh, ...(parameter === undefined ? [] : [sizeText(parameter.value)])].join("/");
}
