import { inspect } from "node:util";
import type { ExecutionContext } from "ava";

/**
 * Comparisons that say what they compared when they fail: the value, the bound and, where it is given, the context.
 *
 * Each is a comparison that holds, never the negation of one that does not: a NaN and a missing value fail in all.
 */

/** How far a value may be away: as it is, or as a part of what is expected. */
export type Tolerance = number | { readonly relative: number };

type Value = number | undefined;

/** value < bound */
export function below(t: ExecutionContext, value: Value, bound: Value, context?: string): void {
  judge(t, numeric(value) < numeric(bound), `${value} is not below ${bound}`, context);
}

/** value <= bound */
export function atMost(t: ExecutionContext, value: Value, bound: Value, context?: string): void {
  judge(t, numeric(value) <= numeric(bound), `${value} is not at most ${bound}`, context);
}

/** value > bound */
export function above(t: ExecutionContext, value: Value, bound: Value, context?: string): void {
  judge(t, numeric(value) > numeric(bound), `${value} is not above ${bound}`, context);
}

/** value >= bound */
export function atLeast(t: ExecutionContext, value: Value, bound: Value, context?: string): void {
  judge(t, numeric(value) >= numeric(bound), `${value} is not at least ${bound}`, context);
}

/** low < value < high */
export function between(t: ExecutionContext, value: Value, low: Value, high: Value, context?: string): void {
  const holds = numeric(value) > numeric(low) && numeric(value) < numeric(high);
  judge(t, holds, `${value} is not between ${low} and ${high}`, context);
}

/** |value - expected| < tolerance, or |value / expected - 1| < tolerance.relative */
export function near(t: ExecutionContext, value: Value, expected: Value, tolerance: Tolerance, context?: string): void {
  judge(t, isNear(value, expected, tolerance), distance(value, expected, tolerance), context);
}

/** near() of each entry; what is expected is one value for all, or as many as there are entries. */
export function eachNear(
  t: ExecutionContext,
  values: ArrayLike<number>,
  expected: Value | ArrayLike<number>,
  tolerance: Tolerance,
  context?: string,
): void {
  const [of, length] =
    typeof expected === "object" ? [(k: number): Value => expected[k], expected.length] : [() => expected, 0];
  const entries = Array.from({ length: Math.max(values.length, length) }, (_, k): Value => values[k]);
  const tell = (value: Value, k: number): string => distance(value, of(k), tolerance);
  judgeList(t, entries, (value, k) => isNear(value, of(k), tolerance), tell, context);
}

/** holds(value, index) for each entry; a failure shows the condition as it is written. */
export function each<T>(
  t: ExecutionContext,
  values: Iterable<T>,
  holds: (value: T, index: number) => boolean | undefined,
  context?: string,
): void {
  const condition = holds === Number.isFinite ? "finite" : String(holds);
  judgeList(
    t,
    [...values],
    (value, k) => holds(value, k) === true,
    (value) => `${shown(value)}, not ${condition}`,
    context,
  );
}

/** A number that is neither infinite nor NaN. */
export function finite(t: ExecutionContext, value: Value, context?: string): void {
  judge(t, Number.isFinite(value), `${value} is not finite`, context);
}

/** A measured error and the size (step, mesh width) that it was measured at. */
export interface Measured {
  readonly size: number;
  readonly error: Value;
}

/**
 * log(e / e') / log(s / s') >= order for each two rows that follow each other; a failure shows the whole table.
 *
 * An error that is zero, negative or missing has no order, and one row has none either: both fail.
 */
export function orderAtLeast(t: ExecutionContext, rows: readonly Measured[], order: number, context?: string): void {
  const orders = rows.map(({ size, error }, k) => {
    const coarse = rows[k - 1];
    if (coarse === undefined || !(numeric(error) > 0 && numeric(coarse.error) > 0)) return Number.NaN;
    return Math.log(numeric(coarse.error) / numeric(error)) / Math.log(coarse.size / size);
  });
  const table = rows.map(({ size, error }, k) => `${size}  ${error}  ${k === 0 ? "" : orders[k]}`.trimEnd());
  const holds = rows.length > 1 && orders.slice(1).every((observed) => observed >= order);
  judge(t, holds, [`an order is not at least ${order}`, "size  error  order", ...table].join("\n"), context);
}

function judge(t: ExecutionContext, holds: boolean, told: string, context: string | undefined): void {
  t.true(holds, context === undefined || context === "" ? told : `${told}: ${context}`);
}

/** What is missing compares like NaN. */
function numeric(value: Value): number {
  return value ?? Number.NaN;
}

function isNear(value: Value, expected: Value, tolerance: Tolerance): boolean {
  if (typeof tolerance === "number") return Math.abs(numeric(value) - numeric(expected)) < tolerance;
  return Math.abs(numeric(value) / numeric(expected) - 1) < tolerance.relative;
}

function distance(value: Value, expected: Value, tolerance: Tolerance): string {
  const away = Math.abs(numeric(value) - numeric(expected));
  if (typeof tolerance === "number") return `${value} is away from ${expected} by ${away}, not below ${tolerance}`;
  const part = Math.abs(numeric(value) / numeric(expected) - 1);
  return `${value} is away from ${expected} by a part of ${part}, not below ${tolerance.relative}`;
}

/** Tells of the first entries that are wrong, by index. */
function judgeList<T>(
  t: ExecutionContext,
  entries: readonly T[],
  holds: (value: T, index: number) => boolean,
  tell: (value: T, index: number) => string,
  context: string | undefined,
): void {
  const faults = [...entries.keys()].filter((k) => !holds(entries[k], k));
  const first = faults.slice(0, 5).map((k) => `entry ${k}: ${tell(entries[k], k)}`);
  judge(
    t,
    faults.length === 0,
    [`${faults.length} of ${entries.length} entries are wrong`, ...first].join("\n"),
    context,
  );
}

function shown(value: unknown): string {
  return inspect(value, { depth: 2, breakLength: Number.POSITIVE_INFINITY, maxArrayLength: 6 });
}
