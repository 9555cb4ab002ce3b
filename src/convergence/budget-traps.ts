import { budgetError, budgetErrorIn } from "./budget-error.js";
import { axisOf, type Expectation, isMissed } from "./expectation.js";
import { floorOf } from "./flags.js";
import type { MeasuredLevel, ReferenceTraits, SweepAxis } from "./level.js";
import { countedPairs, formatNumber, type Line, levelText, linesOf, lineText, pairText } from "./lines.js";
import { type LevelPair, observedOrder } from "./orders.js";
import type { Trap } from "./trap.js";

/** An error below this part of its own time or mesh error is made by cancellation. */
const cancelledShare = 0.7;
/** Orders in tau that differ by more from those against the limit on the same mesh are not the scheme's. */
const orderShift = 0.1;
/** Part of an error that the mesh may make up in a sweep of tau. */
const meshShare = 0.25;
/** Levels of a joint or tensor sweep whose error is far smaller than one of its parts. */
export function findCancellation(levels: readonly MeasuredLevel[], sweep: SweepAxis): Trap | undefined {
  if (sweep !== "joint" && sweep !== "tensor") return undefined;
  const shares = levels.map(cancellation);
  const concerned = [...levels.keys()].filter((k) => shares[k] < cancelledShare);
  if (concerned.length === 0) return undefined;
  const worst = concerned.reduce((best, k) => (shares[k] < shares[best] ? k : best));
  const many = concerned.length === 1 ? "" : `${concerned.length} levels, most at `;
  const seen = `errors in time and on the mesh cancel at ${many}${cancellationText(levels[worst])}`;
  const sentence = `${budgetError.name}: ${seen}. ${sweep === "joint" ? jointRemedy : tensorRemedy}`;
  return { kind: "cancellation", error: budgetError.name, levels: concerned, sentence };
}

const jointRemedy =
  "Orders along this path are accidents: sweep tau on a fixed mesh (reference same-mesh) and h at a fixed step (same-step), or take axis: tensor";
const tensorRemedy =
  "Orders on lines through these levels are accidents: sweep tau against reference same-mesh, and h against same-step";

/** The L1 error as a part of the larger of its time and mesh errors; NaN where that is not known. */
function cancellation(level: MeasuredLevel): number {
  if (level.status !== "ok" || floorOf(level, budgetError.name) !== undefined) return Number.NaN;
  return budgetErrorIn(level.errors) / largestPart(level);
}

function largestPart({ timeError = Number.NaN, meshError = Number.NaN }: MeasuredLevel): number {
  return Math.max(Number.isNaN(timeError) ? 0 : timeError, Number.isNaN(meshError) ? 0 : meshError);
}

function cancellationText(level: MeasuredLevel): string {
  const { timeError = Number.NaN, meshError = Number.NaN } = level;
  const parts = [
    ...(Number.isNaN(timeError) ? [] : [`its part in time is ${formatNumber(timeError)}`]),
    ...(Number.isNaN(meshError) ? [] : [`that of the mesh about ${formatNumber(meshError)}`]),
  ];
  return `${levelText(level)}, where the error is ${formatNumber(budgetErrorIn(level.errors))}, but ${parts.join(" and ")}`;
}

/**
 * Levels of a tau sweep against an exact solution whose order is decided by the mesh.
 *
 * On coarse meshes of a tensor sweep that is as it should be, unless an order is expected there and missed.
 */
export function findPollution(
  levels: readonly MeasuredLevel[],
  sweep: SweepAxis,
  reference: ReferenceTraits,
  expect: readonly Expectation[],
): Trap[] {
  if ((sweep !== "tau" && sweep !== "tensor") || !reference.isIndependent) return [];
  const expected = expect.filter((own) => own.error === budgetError.name && axisOf(own, sweep) === "tau");
  const isWanted = (pair: LevelPair): boolean => sweep === "tau" || expected.some((own) => isMissed(pair, own));
  return linesOf(levels, budgetError.name, sweep, "tau").flatMap((line) => findPollutionOn(line, isWanted) ?? []);
}

function findPollutionOn(line: Line, isWanted: (pair: LevelPair) => boolean): Trap | undefined {
  const pairs = countedPairs(line).filter(isWanted);
  const shifted = pairs.filter((pair) => shiftOf(line, pair) > orderShift);
  const remedy = "compare with reference: {kind: same-mesh}, which has the same mesh error, or use more cells";
  const worst = shifted.at(-1);
  if (worst !== undefined) {
    const observed = formatNumber(worst.observed.order ?? Number.NaN);
    const clean = formatNumber(cleanOrder(line, worst) ?? Number.NaN);
    const seen = `observed order ${observed} between ${pairText(line, worst)}, but ${clean} against the limit on the same mesh`;
    const sentence = `${lineText(line)}: ${seen}: the mesh error pollutes the order; ${remedy}`;
    return { kind: "mesh-polluted", error: budgetError.name, levels: shifted.map(({ fine }) => fine), sentence };
  }
  return dominatedByMesh(line, pairs, remedy);
}

/** How far the order is from that of the time errors; NaN where those are not known. */
function shiftOf(line: Line, pair: LevelPair): number {
  return Math.abs((pair.observed.order ?? Number.NaN) - (cleanOrder(line, pair) ?? Number.NaN));
}

/** The order of the errors in time. */
export function cleanOrder({ levels }: Line, { coarse, fine }: LevelPair): number | undefined {
  const [a, b] = [levels[coarse], levels[fine]];
  return observedOrder([a.timeError ?? Number.NaN, b.timeError ?? Number.NaN], [a.tau, b.tau]).order;
}

/** Where time errors are not known: a mesh error, the same for all steps, that is a large part of the error. */
function dominatedByMesh(line: Line, pairs: readonly LevelPair[], remedy: string): Trap | undefined {
  const { levels } = line;
  const mesh = levels.findLast(({ meshError }) => meshError !== undefined && !Number.isNaN(meshError))?.meshError ?? 0;
  const concerned = pairs.filter((pair) => {
    const unknown = cleanOrder(line, pair) === undefined;
    return unknown && mesh > meshShare * budgetErrorIn(levels[pair.fine].errors);
  });
  const finest = concerned.at(-1)?.fine;
  if (finest === undefined) return undefined;
  const level = levels[finest];
  const seen = `the mesh error is about ${formatNumber(mesh)} of ${formatNumber(budgetErrorIn(level.errors))} at ${levelText(level)}`;
  const sentence = `${lineText(line)}: ${seen} and pollutes the order; ${remedy}`;
  return { kind: "mesh-polluted", error: budgetError.name, levels: concerned.map(({ fine }) => fine), sentence };
}
