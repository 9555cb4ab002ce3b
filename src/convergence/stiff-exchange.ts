import { budgetErrorIn } from "./budget-error.js";
import { cleanOrder } from "./budget-traps.js";
import { measureOf } from "./errors.js";
import { axisOf, type Expectation, isMissed } from "./expectation.js";
import type { MeasuredLevel, SweepAxis } from "./level.js";
import { countedPairs, formatNumber, type Line, levelText, linesOf, lineText, pairText } from "./lines.js";
import type { LevelPair } from "./orders.js";
import type { Trap } from "./trap.js";

/**
 * How fast the layers come to their equilibrium with each other at first, and what the scheme's order is once steps
 * resolve that.
 */
export interface InitialExchange {
  /** 1 / time. */
  readonly rate: number;
  /** Mass that changes layers. */
  readonly moved: number;
  /** Order in tau of the scheme. */
  readonly order: number;
}

/**
 * tau times the rate up to which orders are those of the limit. Measured for all mobilities and both costs with weights
 * of 1 to 1000 and potentials that differ by up to 12 T: orders are within 0.1 of the scheme's from 0.27 to 6 on.
 */
const resolved = 0.25;
/** Orders closer to the scheme's own are those of the limit. */
const orderSpread = 0.1;

/**
 * Pairs along tau that miss their bounds while the steps do not resolve how the layers first come to their equilibrium.
 *
 * A step as long as the exchange lasts sees a mean of its changing rate. How wrong that is depends on tau times the
 * rate, and not like a power of tau: orders take any value until it is small.
 */
export function findStiffExchange(
  levels: readonly MeasuredLevel[],
  sweep: SweepAxis,
  expectation: Expectation,
  exchange: InitialExchange | undefined,
): Trap[] {
  if (exchange === undefined || axisOf(expectation, sweep) !== "tau") return [];
  return linesOf(levels, expectation.error, sweep, "tau").flatMap((line) => {
    const concerned = countedPairs(line)
      .slice(-expectation.last)
      .filter((pair) => isMissed(pair, expectation) && isUnresolved(line, pair, exchange));
    const worst = concerned.at(-1);
    if (worst === undefined) return [];
    const sentence = `${lineText(line)}: ${describe(line, worst, exchange)}`;
    const fine = concerned.map((pair) => pair.fine);
    return [{ kind: "stiff-exchange", error: expectation.error, levels: fine, sentence } as const];
  });
}

/**
 * Whether the steps are too long, the order is not the scheme's all the same, and so much mass moves that it may be the
 * cause. Where the errors in time have the scheme's order the cause is another one: the mesh.
 */
function isUnresolved(line: Line, pair: LevelPair, exchange: InitialExchange): boolean {
  const { levels, error } = line;
  const { coarse, fine, observed } = pair;
  const own = measureOf(error).power * exchange.order;
  if (Math.abs((cleanOrder(line, pair) ?? Number.NaN) - exchange.order) <= orderSpread) return false;
  const [before, after] = [levels[coarse], levels[fine]];
  const isLong = before.tau * exchange.rate > resolved;
  const isOther = Math.abs((observed.order ?? Number.NaN) - own) > orderSpread;
  return isLong && isOther && budgetErrorIn(after.errors) <= exchange.moved;
}

function describe({ levels }: Line, pair: LevelPair, { rate }: InitialExchange): string {
  const coarse = levels[pair.coarse];
  const enough = resolved / rate;
  const seen = `observed order ${formatNumber(pair.observed.order ?? Number.NaN)} between ${pairText({ levels }, pair)}`;
  const product = `tau times that is ${formatNumber(coarse.tau * rate)} at ${levelText(coarse)}`;
  const cause = `layers exchange mass at a rate of ${formatNumber(rate)} at first, and ${product}`;
  const steps = Math.ceil((coarse.steps * coarse.tau) / enough);
  const remedy = `orders settle between levels where it is below ${resolved}, from tau = ${formatNumber(enough)} on (${steps} steps)`;
  return `${seen}, which is pre-asymptotic: ${cause}; ${remedy}, or with initial layers in equilibrium with each other`;
}
