import { floorOf } from "./flags.js";
import { type MeasuredLevel, type SizeAxis, type SweepAxis, sizeOf } from "./level.js";
import { areApart, type LevelPair, pairsAlong } from "./orders.js";

/** Pairs of consecutive levels along which one size shrinks, for one error. */
export interface Line {
  readonly levels: readonly MeasuredLevel[];
  readonly error: string;
  readonly axis: SizeAxis;
  readonly pairs: readonly LevelPair[];
  /** What is fixed on a line of a tensor sweep, e.g. ` at 40 cells`; empty otherwise. */
  readonly name: string;
}

/** The lines of a sweep; none where it does not change that size. */
export function linesOf(
  levels: readonly MeasuredLevel[],
  error: string,
  sweep: SweepAxis,
  axis: SizeAxis,
): readonly Line[] {
  return pairsAlong(levels, error, sweep, axis).map((pairs) => {
    const first = pairs[0] === undefined ? undefined : levels[pairs[0].fine];
    const fixed = axis === "tau" ? `${first?.cells.join("x")} cells` : `${first?.steps} steps`;
    const name = sweep !== "tensor" || first === undefined ? "" : ` at ${fixed}`;
    return { levels, error, axis, pairs, name };
  });
}

/** Pairs of levels that were computed, that neither solver nor reference limits, and whose sizes are apart. */
export function countedPairs({ levels, error, axis, pairs }: Line): LevelPair[] {
  return pairs.filter(({ coarse, fine }) => {
    const pair = [levels[coarse], levels[fine]] as const;
    const counts = pair.every((level) => level.status === "ok" && floorOf(level, error) === undefined);
    return counts && areApart(sizeOf(pair[0], axis), sizeOf(pair[1], axis));
  });
}

/** `L1 in tau at 40 cells`, `W2 in 1/directions` */
export function lineText({ levels, error, axis, name }: Line): string {
  return `${error} in ${axis === "parameter" ? parameterSizeText(levels) : axis}${name}`;
}

/** Last name of a parameter's path: `directions` of `scheme.directions`. */
export function parameterName(path: string): string {
  return path.slice(path.lastIndexOf(".") + 1);
}

function parameterSizeText(levels: readonly MeasuredLevel[]): string {
  const name = parameterName(levels[0]?.parameter?.path ?? "parameter");
  return levels.every(({ parameter }) => parameter?.size === parameter?.value) ? name : `1/${name}`;
}

export function pairText({ levels }: Pick<Line, "levels">, { coarse, fine }: LevelPair): string {
  return `${levelText(levels[coarse])} and ${levelText(levels[fine])}`;
}

/** `(10 steps, 40 cells)`, `(10 steps)` without cells, `(10 steps, directions = 8)` */
export function levelText(level: Pick<MeasuredLevel, "steps" | "cells" | "parameter">): string {
  return `(${sizesText(level)})`;
}

/** The same without parentheses. */
export function sizesText({ steps, cells, parameter }: Pick<MeasuredLevel, "steps" | "cells" | "parameter">): string {
  return [
    `${steps} steps`,
    ...(cells.length === 0 ? [] : [`${cells.join("x")} cells`]),
    ...(parameter === undefined ? [] : [`${parameterName(parameter.path)} = ${parameter.value}`]),
  ].join(", ");
}

/** Four significant digits, without trailing zeros, small numbers with an exponent. */
export function formatNumber(value: number): string {
  const rounded = Number(value.toPrecision(4));
  return rounded !== 0 && Math.abs(rounded) < 1e-3 ? rounded.toExponential() : String(rounded);
}
