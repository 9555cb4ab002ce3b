import { findInconsistency } from "./budget-closure.js";
import { findCancellation, findPollution } from "./budget-traps.js";
import { axisOf, type Expectation } from "./expectation.js";
import { flagErrors, isZero } from "./flags.js";
import { type MeasuredLevel, mainAxis, type ReferenceTraits, type SizeAxis, type SweepAxis } from "./level.js";
import { countedPairs, formatNumber, type Line, levelText, linesOf, lineText, pairText } from "./lines.js";
import type { LevelPair } from "./orders.js";
import { findStiffExchange, type InitialExchange } from "./stiff-exchange.js";
import type { Trap } from "./trap.js";

export interface TrapInput {
  readonly levels: readonly MeasuredLevel[];
  readonly sweep: SweepAxis;
  readonly expect: readonly Expectation[];
  /** Names of the study's errors. */
  readonly errors: readonly string[];
  readonly reference: ReferenceTraits;
  /** Of layers that exchange mass. */
  readonly exchange?: InitialExchange | undefined;
}

/** An order this far above the expected one is worth a warning. */
const superconvergence = 0.5;
/** Errors that grow by less hardly change. */
const growthFactor = 1.02;

/**
 * Everything about a sweep that its orders do not show, or show wrongly. A warning each; only an inconsistent one
 * fails.
 */
export function findTraps(input: TrapInput): Trap[] {
  const { levels, sweep, errors, reference, exchange } = input;
  const inconsistency = findInconsistency(levels, sweep, reference);
  // Where the reference is another problem's, neither the mesh nor the steps are to blame.
  const others =
    inconsistency === undefined
      ? [
          findCancellation(levels, sweep),
          ...findPollution(levels, sweep, reference, input.expect),
          ...input.expect.flatMap((expectation) => findStiffExchange(levels, sweep, expectation, exchange)),
        ]
      : [];
  return [
    ...[inconsistency, ...others].filter((trap) => trap !== undefined),
    ...input.expect.flatMap((expectation) => findExcess(input, expectation)),
    ...errors.filter((error) => !hasPlateau(input, error)).flatMap((error) => findGrowth(input, error)),
    ...findZeros(levels, errors),
    ...errors.filter((error) => !hasPlateau(input, error)).flatMap((error) => findIdentical(levels, error)),
  ];
}

/** Flags of a level: the kinds of its traps, with the error where they do not concern all of the study's. */
export function trapFlags(traps: readonly Trap[], level: number, errors: readonly string[]): string[] {
  const own = traps.filter(({ levels }) => levels.includes(level));
  return [...new Set(own.map(({ kind }) => kind))].flatMap((kind) => {
    if (kind === "inconsistent" || kind === "cancellation" || kind === "mesh-polluted") return [kind];
    const concerned = own.filter((trap) => trap.kind === kind).map(({ error }) => error);
    return flagErrors(kind, [...new Set(concerned)], errors);
  });
}

/** Pairs that converge faster than expected, on every line where an order is expected without an upper bound. */
function findExcess({ levels, sweep }: TrapInput, expectation: Expectation): Trap[] {
  const { error, order, max, last } = expectation;
  if (order === undefined || max !== undefined) return [];
  return linesOf(levels, error, sweep, axisOf(expectation, sweep)).flatMap((line) => {
    const excessive = countedPairs(line)
      .slice(-last)
      .filter(({ observed }) => (observed.order ?? Number.NaN) > order + superconvergence);
    const worst = extreme(excessive, ({ observed }) => observed.order ?? 0);
    if (worst === undefined) return [];
    const value = formatNumber(worst.observed.order ?? Number.NaN);
    const seen = `observed order ${value} exceeds the expected ${formatNumber(order)} between ${pairText(line, worst)}`;
    const sentence = `${lineText(line)}: ${seen}: ${explainExcess(line, worst)}`;
    return [{ kind: "superconvergent", error, levels: excessive.map(({ fine }) => fine), sentence } as const];
  });
}

function explainExcess({ levels, axis }: Line, { fine }: LevelPair): string {
  const { timeError = Number.NaN, meshError = Number.NaN } = levels[fine];
  if (axis === "tau" && timeError < meshError) {
    const parts = `the error in time is ${formatNumber(timeError)}, that on the mesh ${formatNumber(meshError)}`;
    return `${parts}, so that it is the mesh whose order shows; sweep tau alone, against reference same-mesh`;
  }
  return "errors may cancel, or another error than the one meant may dominate; sweep one size alone, or give max if this order is right";
}

/** Whether an error is expected to tend to something else than zero: from below as well as from above. */
function hasPlateau({ expect }: TrapInput, error: string): boolean {
  return expect.some((own) => own.error === error && own.plateau !== undefined);
}

/** Pairs whose finer error is the larger one. */
function findGrowth({ levels, sweep, reference }: TrapInput, error: string): Trap[] {
  const axes: readonly SizeAxis[] = sweep === "tensor" ? ["tau", "h"] : [mainAxis(sweep)];
  const growing = axes.flatMap((axis) =>
    linesOf(levels, error, sweep, axis).flatMap((line) =>
      countedPairs(line).flatMap((pair) => {
        const factor = growthOf(levels, error, pair);
        return factor > growthFactor ? [{ line, pair, factor }] : [];
      }),
    ),
  );
  const worst = extreme(growing, ({ factor }) => factor);
  if (worst === undefined) return [];
  const { line, pair, factor } = worst;
  const seen = `the error grows under refinement between ${pairText(line, pair)} by a factor ${formatNumber(factor)}`;
  const sentence = `${lineText(line)}: ${seen}${others(growing.length, "pair")}: ${explainGrowth(line.axis, reference)}`;
  return [{ kind: "growing", error, levels: [...new Set(growing.map((own) => own.pair.fine))], sentence }];
}

function growthOf(levels: readonly MeasuredLevel[], error: string, { coarse, fine }: LevelPair): number {
  return (levels[fine]?.errors[error] ?? Number.NaN) / (levels[coarse]?.errors[error] ?? Number.NaN);
}

function explainGrowth(axis: SizeAxis, reference: ReferenceTraits): string {
  if (axis === "h" && reference.hasTimeError) {
    return "at a fixed step it tends to the error in time, from below where the mesh error has the opposite sign; compare at the same step (reference exact-iterate or same-step), or take tau far below h^2";
  }
  if (axis === "parameter") {
    return "the parameter does not decide this error, errors of opposite signs cancel on the coarser level, or a minimization has ended elsewhere";
  }
  return "errors of opposite signs cancel on the coarser level, or the scheme does not converge to this reference; sweep one size alone and look at time_error and mesh_error";
}

/** Levels without an error to speak of; errors that are zero on the same levels share a sentence. */
function findZeros(levels: readonly MeasuredLevel[], errors: readonly string[]): Trap[] {
  const zeros = errors.map((error) => ({
    error,
    levels: [...levels.keys()].filter((k) => {
      const level = levels[k];
      return level.status === "ok" && isZero(level, error);
    }),
  }));
  return zeros.flatMap((own) => {
    const first = own.levels[0];
    if (first === undefined) return [];
    const alike = zeros.filter((other) => other.levels.join() === own.levels.join()).map(({ error }) => error);
    const where = `at ${levelText(levels[first])}${others(own.levels.length, "level")}`;
    const sentence = `${alike.join(", ")}: the error is zero to round-off ${where}, and shows no order: ${zeroReasons}`;
    return [{ kind: "zero", ...own, sentence } as const];
  });
}

/** Errors that agree to this relative difference are the same number. */
const identicalTolerance = 1e-12;
const fewestIdentical = 3;

/** An error that is not zero, and the same on every level. */
function findIdentical(levels: readonly MeasuredLevel[], error: string): Trap[] {
  const own = [...levels.keys()].filter((k) => levels[k]?.status === "ok");
  const values = own.map((k) => levels[k]?.errors[error] ?? Number.NaN);
  const [least, most] = [Math.min(...values), Math.max(...values)];
  if (values.length < fewestIdentical || !(least > 0 && most - least <= identicalTolerance * most)) return [];
  const seen = `the error is ${formatNumber(most)} on every level, and shows no order`;
  const sentence = `${error}: ${seen}: what is swept does not change it, or the reference is not the limit; compare another error, or sweep another size`;
  return [{ kind: "identical", error, levels: own, sentence }];
}

const zeroReasons =
  "the initial density may be in equilibrium, the reference the scheme itself, or what is compared conserved; use other initial data or another error";

/** ` (and 2 other levels)` */
function others(count: number, noun: string): string {
  if (count < 2) return "";
  return count === 2 ? ` (and 1 other ${noun})` : ` (and ${count - 1} other ${noun}s)`;
}

function extreme<T>(items: readonly T[], value: (item: T) => number): T | undefined {
  return items.reduce<T | undefined>(
    (best, item) => (best === undefined || value(item) > value(best) ? item : best),
    undefined,
  );
}
