import { budgetError, budgetErrorIn } from "./budget-error.js";
import { findCancellation } from "./budget-traps.js";
import { floorOf } from "./flags.js";
import type { MeasuredLevel, ReferenceTraits, SweepAxis } from "./level.js";
import { formatNumber, levelText } from "./lines.js";
import type { Trap } from "./trap.js";

/**
 * How well the L1 error of a level is explained by its parts.
 *
 * The error and the time error are distances of one density: to the reference and to the limit tau -> 0 on the level's
 * mesh. The distance between those two is the mesh error of the limit and the errors of reference and limit themselves.
 * Where both are at hand it is taken as it is: the difference of the two errors is no larger, and far smaller where
 * what is wrong with a reference is orthogonal to the error in time.
 *
 * @see docs/method.md, What the verdict can and cannot see
 */
export interface Closure {
  /** The distance of the limit to the reference where it is known, else what it is at least: | error - time_error | */
  readonly gap: number;
  /** The most that mesh, reference, solver and limit explain; NaN where one of them is not known. */
  readonly bound: number;
  /** Part of the bound that more exact runs of the limit would remove. */
  readonly limit: number;
}

/**
 * `mesh_error` is the distance to twice the cells: 3/4 of the error at order 2, 1/2 at order 1. Four times that covers
 * every order from 0.42 on.
 */
const meshFactor = 4;
/** An estimate of order 4 minus 3, or of another mesh, is of the size of the error it estimates: trust it twice. */
const estimateFactor = 2;
/** The order that a mesh error is carried to finer meshes with where none is observed: the lowest of the schemes. */
const lowestMeshOrder = 1;
const highestMeshOrder = 2;

/** The closure of a level's budget; undefined where there is no error or no time error to compare. */
export function closureOf(level: MeasuredLevel, levels: readonly MeasuredLevel[]): Closure | undefined {
  const { status, errors, referenceErrors, solverError, timeError = Number.NaN, limitError = 0, roundOff = 0 } = level;
  const gap = level.limitDistance ?? Math.abs(budgetErrorIn(errors) - timeError);
  if (status !== "ok" || Number.isNaN(gap)) return undefined;
  const limit = estimateFactor * limitError;
  const reference = estimateFactor * budgetErrorIn(referenceErrors);
  const bound = meshFactor * meshPart(level, levels) + reference + solverError + roundOff + limit;
  return { gap, bound, limit };
}

/**
 * Errors that cancel are made of a time and a mesh error of one size. Where the mesh error is measured too small, that
 * flag has priority; a gap beyond this many times the bound is none of the mesh.
 */
const cancelledFactor = 4;

/** Indices of the levels whose errors nothing known explains. */
export function openBudgets(levels: readonly MeasuredLevel[], sweep: SweepAxis, reference: ReferenceTraits): number[] {
  if (!reference.isIndependent) return [];
  const exceeds = (k: number, factor: number): boolean => {
    const { gap, bound } = closureOf(levels[k], levels) ?? { gap: Number.NaN, bound: Number.NaN };
    return !Number.isNaN(bound) && !(gap <= factor * bound);
  };
  const cancelled = findCancellation(levels, sweep)?.levels ?? [];
  const open = [...levels.keys()].filter((k) => exceeds(k, 1));
  return open.some((k) => exceeds(k, cancelled.includes(k) ? cancelledFactor : 1)) ? open : [];
}

/** Levels whose error is not the sum of its parts: the reference is not what the scheme tends to. */
export function findInconsistency(
  levels: readonly MeasuredLevel[],
  sweep: SweepAxis,
  reference: ReferenceTraits,
): Trap | undefined {
  const open = openBudgets(levels, sweep, reference);
  const worst = open.at(-1);
  if (worst === undefined) return undefined;
  const level = levels[worst];
  const { gap, bound } = closureOf(level, levels) as Closure;
  const parts = `the error is ${formatNumber(budgetErrorIn(level.errors))}, that in time ${formatNumber(level.timeError ?? Number.NaN)}`;
  const seen = `at ${levelText(level)} ${parts}: the limit on the same mesh and the reference differ by ${formatNumber(gap)}, which mesh, reference and solver explain up to ${formatNumber(bound)} only`;
  const sentence = `${budgetError.name}: the error budget does not close, ${seen}. ${inconsistencyMeaning}`;
  return { kind: "inconsistent", error: budgetError.name, levels: open, sentence };
}

const inconsistencyMeaning =
  "The reference is not the limit of this scheme: its formula is wrong, or --set has changed the model but not the reference; orders against it mean nothing. Correct it, or compare with reference: {kind: same-mesh}";

/** What fails a verdict: a sentence where a budget does not close. */
export function inconsistencyFailures(traps: readonly Trap[], levels: readonly MeasuredLevel[]): string[] {
  return traps.flatMap((trap) => {
    if (trap.kind !== "inconsistent") return [];
    const where = levelText(levels[trap.levels.at(-1) as number]);
    const others = trap.levels.length === 1 ? "" : `, one of ${trap.levels.length} levels,`;
    return [
      `the reference is not the limit of this scheme: the error budget of level ${where}${others} does not close`,
    ];
  });
}

/** A sentence where no level, or not every one, could be compared with its budget. */
export function uncheckedBudget(
  levels: readonly MeasuredLevel[],
  sweep: SweepAxis,
  reference: ReferenceTraits,
): string | undefined {
  if (!reference.isIndependent) return undefined;
  const judged = levels.filter((level) => {
    const isMeasured = level.status === "ok" && !Number.isNaN(budgetErrorIn(level.errors));
    return isMeasured && level.cells.length > 0 && floorOf(level, budgetError.name) === undefined;
  });
  const open = judged.filter((level) => Number.isNaN(closureOf(level, levels)?.bound ?? Number.NaN));
  if (open.length === 0) return undefined;
  const which = open.length === judged.length ? "" : ` at ${open.map(levelText).join(", ")}`;
  return `budget not checked${which}: ${uncheckedReason(open, sweep)}; a wrong reference would show in the orders only`;
}

function uncheckedReason(open: readonly MeasuredLevel[], sweep: SweepAxis): string {
  if (sweep === "h" || sweep === "parameter") return "errors in time are known in sweeps of tau only";
  const hasTime = open.some(({ timeError = Number.NaN }) => !Number.isNaN(timeError));
  return hasTime ? "the mesh error is not known" : "the error in time is not known well enough";
}

/**
 * The mesh error of a level: its own, else that of the finest step on its mesh, else carried on from coarser meshes;
 * and at least that of any finer mesh, since a smaller one on a coarse mesh is a change of sign.
 */
function meshPart(level: MeasuredLevel, levels: readonly MeasuredLevel[]): number {
  const known = levels.filter(({ status, meshError = Number.NaN }) => status === "ok" && !Number.isNaN(meshError));
  const onMesh = known.filter(({ h }) => h === level.h).at(-1);
  const own = hasMeshError(level) ? level.meshError : (onMesh?.meshError ?? carriedOn(level, known));
  const finer = known.filter(({ h }) => h < level.h).map(({ meshError }) => meshError as number);
  return Math.max(own ?? Number.NaN, ...finer);
}

function hasMeshError({ meshError = Number.NaN }: MeasuredLevel): boolean {
  return !Number.isNaN(meshError);
}

/** From the two finest meshes that are coarser, by their own order where it is one of a scheme. */
function carriedOn({ h }: MeasuredLevel, known: readonly MeasuredLevel[]): number | undefined {
  const coarser = known.filter((other) => other.h > h).sort((a, b) => a.h - b.h);
  const [near] = coarser;
  if (near === undefined) return undefined;
  const far = coarser.find((other) => other.h > near.h);
  const observed =
    far === undefined
      ? lowestMeshOrder
      : Math.log((far.meshError as number) / (near.meshError as number)) / Math.log(far.h / near.h);
  const order = Number.isFinite(observed) ? Math.min(Math.max(observed, 0), highestMeshOrder) : lowestMeshOrder;
  return (near.meshError as number) * (h / near.h) ** order;
}
