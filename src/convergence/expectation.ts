import { floorOf } from "./flags.js";
import { isSwept, type MeasuredLevel, type SizeAxis, type SweepAxis } from "./level.js";
import { type LevelPair, pairsAlong } from "./orders.js";

/** What a study expects of an error. */
export interface Expectation {
  readonly error: string;
  /** Lower bound of the order, minus `slack`. */
  readonly order?: number | undefined;
  readonly slack: number;
  /** Number of pairs that must satisfy the bounds, counted from the finest. */
  readonly last: number;
  readonly axis?: SizeAxis | undefined;
  /** Upper bound of the order. */
  readonly max?: number | undefined;
  /** A limit of the error other than zero; the finest error lies `within` of it, relatively. */
  readonly plateau?: number | undefined;
  readonly within?: number | undefined;
}

/** Outcome of one expectation on one line of the sweep. */
export interface Finding {
  readonly outcome: "met" | "missed" | "unjudged";
  /** What is judged and its bound, e.g. `L1 in tau: order >= 1 - 0.1`. */
  readonly name: string;
  /** A sentence with bound, value and the pair that decided. */
  readonly sentence: string;
  readonly warnings: readonly string[];
}

/** An order this far above the expected one is worth a warning. */
const superconvergence = 0.5;
const defaultWithin = 0.1;

/** Judges an expectation: on every line of a tensor sweep, on the sweep itself otherwise. */
export function judgeExpectation(
  levels: readonly MeasuredLevel[],
  expectation: Expectation,
  sweep: SweepAxis,
): Finding[] {
  const axis = expectation.axis ?? (sweep === "h" ? "h" : "tau");
  if (!isSwept(sweep, axis)) {
    const sentence = `${expectation.error}: order in ${axis} cannot be judged, the sweep does not change ${axis}`;
    return [{ outcome: "unjudged", name: `${expectation.error} in ${axis}`, sentence, warnings: [] }];
  }
  const findings: Finding[] = [];
  for (const pairs of pairsAlong(levels, expectation.error, sweep, axis)) {
    const line = { levels, pairs, axis, name: lineName(levels, pairs, sweep, axis) };
    if (expectation.order !== undefined || expectation.max !== undefined) findings.push(judgeOrders(line, expectation));
    if (expectation.plateau !== undefined) findings.push(judgePlateau(line, expectation));
  }
  return findings;
}

interface Line {
  readonly levels: readonly MeasuredLevel[];
  readonly pairs: readonly LevelPair[];
  readonly axis: SizeAxis;
  readonly name: string;
}

/** What is fixed on a line of a tensor sweep. */
function lineName(
  levels: readonly MeasuredLevel[],
  pairs: readonly LevelPair[],
  sweep: SweepAxis,
  axis: SizeAxis,
): string {
  const first = pairs[0] === undefined ? undefined : levels[pairs[0].fine];
  if (sweep !== "tensor" || first === undefined) return "";
  return axis === "tau" ? ` at ${first.cells.join("x")} cells` : ` at ${first.steps} steps`;
}

function judgeOrders(line: Line, { error, order, slack, last, max }: Expectation): Finding {
  const counted = line.pairs.filter((pair) => isCounted(line.levels, pair, error));
  const judged = counted.slice(-last);
  const low = order === undefined ? Number.NEGATIVE_INFINITY : order - slack;
  const high = max ?? Number.POSITIVE_INFINITY;
  const bound = boundText(order, slack, max);
  const what = `${error} in ${line.axis}${line.name}`;
  const name = `${what}: ${bound}`;
  if (judged.length < last) {
    const few = `${countText(judged.length)} of the ${last} needed can be used${leftOut(line, counted)}`;
    const sentence = `${name} cannot be judged, ${few}`;
    return { outcome: "unjudged", name, sentence, warnings: growth(line, counted, error, what) };
  }
  const wrong = judged.findLast(
    ({ observed }) => !(observed.order !== undefined && observed.order >= low && observed.order <= high),
  );
  const deciding = wrong ?? leastOrder(judged);
  const verb = wrong === undefined ? "holds" : "is missed";
  const value =
    deciding.observed.order === undefined ? `none (${deciding.observed.reason})` : format(deciding.observed.order);
  return {
    outcome: wrong === undefined ? "met" : "missed",
    name,
    sentence: `${name} ${verb}, observed ${value} between ${pairText(line, deciding)}`,
    warnings: [...growth(line, counted, error, what), ...excess(line, judged, order, max, what)],
  };
}

/** A pair counts if both levels were computed and neither is limited by solver or reference. */
function isCounted(levels: readonly MeasuredLevel[], { coarse, fine }: LevelPair, error: string): boolean {
  return [coarse, fine].every((k) => {
    const level = levels[k] as MeasuredLevel;
    return level.status === "ok" && floorOf(level, error) === undefined;
  });
}

/** The finest pair that cannot be used, and why. */
function leftOut(line: Line, counted: readonly LevelPair[]): string {
  const unused = line.pairs.findLast((pair) => !counted.includes(pair));
  if (unused === undefined) return "";
  const reason = unused.observed.reason ?? "an error is limited by the solver or the reference";
  return `; not the one between ${pairText(line, unused)}: ${reason}`;
}

function judgePlateau(line: Line, { error, plateau = 0, within = defaultWithin }: Expectation): Finding {
  const finest = line.pairs.at(-1)?.fine;
  const level = finest === undefined ? undefined : line.levels[finest];
  const what = `${error}${line.name}`;
  const name = `${what}: limit ${format(plateau)} within ${format(100 * within)} %`;
  const value = level?.errors[error];
  if (level?.status !== "ok" || value === undefined) {
    return { outcome: "unjudged", name, sentence: `${name} cannot be judged, no finest error`, warnings: [] };
  }
  const met = Math.abs(value - plateau) <= within * Math.abs(plateau);
  const sentence = `${name} ${met ? "holds" : "is missed"}, finest error ${format(value)} at ${levelText(level)}`;
  return { outcome: met ? "met" : "missed", name, sentence, warnings: [] };
}

function leastOrder(pairs: readonly LevelPair[]): LevelPair {
  return pairs.reduce((least, pair) => ((pair.observed.order ?? 0) < (least.observed.order ?? 0) ? pair : least));
}

function growth(line: Line, pairs: readonly LevelPair[], error: string, what: string): string[] {
  return pairs
    .filter(({ coarse, fine }) => (line.levels[fine]?.errors[error] ?? 0) > (line.levels[coarse]?.errors[error] ?? 0))
    .map((pair) => `${what}: the error grows under refinement between ${pairText(line, pair)}`);
}

function excess(
  line: Line,
  pairs: readonly LevelPair[],
  order: number | undefined,
  max: number | undefined,
  what: string,
): string[] {
  if (order === undefined || max !== undefined) return [];
  return pairs
    .filter(({ observed }) => (observed.order ?? Number.NaN) > order + superconvergence)
    .map((pair) => {
      const value = format(pair.observed.order ?? Number.NaN);
      return `${what}: observed order ${value} exceeds the expected ${format(order)} between ${pairText(line, pair)}: errors may cancel`;
    });
}

function boundText(order: number | undefined, slack: number, max: number | undefined): string {
  const low = order === undefined ? [] : [`order >= ${format(order)} - ${format(slack)}`];
  const high = max === undefined ? [] : [`order <= ${format(max)}`];
  return [...low, ...high].join(" and ");
}

function countText(pairs: number): string {
  return pairs === 1 ? "1 pair" : `${pairs} pairs`;
}

function pairText({ levels }: Line, { coarse, fine }: LevelPair): string {
  return `${levelText(levels[coarse] as MeasuredLevel)} and ${levelText(levels[fine] as MeasuredLevel)}`;
}

function levelText({ steps, cells }: MeasuredLevel): string {
  return `(${steps} steps, ${cells.join("x")} cells)`;
}

/** Four significant digits, without trailing zeros. */
function format(value: number): string {
  return String(Number(value.toPrecision(4)));
}
