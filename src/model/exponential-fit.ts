import { exponentialGauss, exponentialLobatto } from "../numerics/gauss-exponential.js";
import type { QuadratureRule } from "../numerics/quadrature.js";
import { type CellRule, inside, productRule, type RulePair } from "./cell-box.js";

/** Nodes per axis of the plain rule. */
const PLAIN_NODES = 8;

/** Nodes per axis of a fitted Gauss rule and of its check. */
const NODES = 10;
const CHECK_NODES = 9;

/** Rates that have rules are RATE_UNIT sinh(k / RATES_PER_E): 2 apart near 0, a factor of 1.13 where they are large. */
const RATE_UNIT = 16;
const RATES_PER_E = 8;

/** Rates of 1e6: steeper, nodes would come closer to the end of a box than positions can be told apart. */
const MAX_INDEX = 94;

/** By how much logarithms may lie above the fit before it counts as none. */
const EXCESS = 2;

/**
 * Rules on two axes that are exact for an exponential times polynomials, the exponential fitted to the values at the
 * nodes of the plain rule; undefined where there is no such exponential.
 *
 * Its rates are the slopes of log f beside the node where f is largest: where they are steep only that corner counts.
 * Elsewhere f may fall faster, but not be larger than the fit.
 *
 * @param rule the plain rule, 8 x 8 nodes
 * @param logs of abs(f) at its nodes
 */
export function fittedRules(rule: CellRule, logs: Float64Array): RulePair | undefined {
  const top = logs.reduce((best, value, k) => (value > logs[best] ? k : best), 0);
  const indices = [
    rateIndex(rule.dx, logs, top, top - (top % PLAIN_NODES), 1),
    rateIndex(rule.dy, logs, top, top % PLAIN_NODES, PLAIN_NODES),
  ] as const;
  const [rateX, rateY] = indices.map(rateOf) as [number, number];
  const largest = logs[top];
  for (let k = 0; k < logs.length; k++) {
    const dx = rule.dx[k] - rule.dx[top];
    const dy = rule.dy[k] - rule.dy[top];
    if (!(logs[k] <= largest + rateX * dx + rateY * dy + EXCESS)) return undefined;
  }
  const [alongX, alongY] = indices.map(rulesOf) as [AxisRules, AxisRules];
  return { fine: productRule(alongX.fine, alongY.fine), check: productRule(alongX.check, alongY.check) };
}

/**
 * Index of the rate along a line of nodes through the largest value: the slope at its end, by extrapolation from three
 * nodes; rather too small than too large. 0 where the largest value is inside.
 */
function rateIndex(positions: Float64Array, logs: Float64Array, top: number, first: number, stride: number): number {
  const last = first + (PLAIN_NODES - 1) * stride;
  if (top !== first && top !== last) return 0;
  const inward = top === first ? stride : -stride;
  const at = (values: Float64Array, k: number) => values[top + k * inward];
  const slope = (k: number) => (at(logs, k + 1) - at(logs, k)) / (at(positions, k + 1) - at(positions, k));
  const middle = (k: number) => (at(positions, k) + at(positions, k + 1)) / 2;
  const end = top === first ? 0 : 1;
  const atEnd = slope(0) - ((slope(1) - slope(0)) * (middle(0) - end)) / (middle(1) - middle(0));
  const steepness = top === first ? -atEnd : atEnd;
  const index = Math.min(MAX_INDEX, Math.floor(RATES_PER_E * Math.asinh(Math.max(0, steepness) / RATE_UNIT)));
  return top === first ? -index : index;
}

function rateOf(index: number): number {
  return RATE_UNIT * Math.sinh(index / RATES_PER_E);
}

interface AxisRules {
  readonly fine: QuadratureRule;
  readonly check: QuadratureRule;
}

const known = new Map<number, AxisRules>();

function rulesOf(index: number): AxisRules {
  const rate = rateOf(index);
  const rules = known.get(index) ?? {
    fine: exponentialGauss(NODES, rate),
    check: inside(exponentialLobatto(CHECK_NODES, rate), rate),
  };
  known.set(index, rules);
  return rules;
}
