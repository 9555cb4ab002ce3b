import { applyRule, type Box, type PointFunction, positionNoise, type RulePair, valuesAt } from "./cell-box.js";

/** Relative size of round-off in one average. */
const NOISE = 1e-15;

/** The average over a box by one rule, and what another says of it. */
export interface Estimate {
  readonly average: number;
  /** Difference of the two, relative to the larger; NaN where one is not finite, or both are zero. */
  readonly miss: number;
  /** Logarithm of the larger. */
  readonly size: number;
  /** Whether a value that checks the average is infinite. */
  readonly meetsPole: boolean;
}

/** What is averaged, f or exp(f), the latter all in logarithms: in values of f and in averages. */
export interface Arithmetic {
  estimate(f: PointFunction, rules: RulePair, box: Box): Estimate;
  /**
   * The same from values at the nodes of a rule and of its check; undefined where one of them is not finite, which
   * takes a closer look.
   */
  ofValues(
    weights: Float64Array,
    values: Float64Array,
    checkWeights: Float64Array,
    checked: Float64Array,
  ): Estimate | undefined;
  /** Average of a box from those of its equal parts; not finite of nothing. */
  mean(parts: readonly number[]): number;
  /** Logarithm of the absolute value of a value or average. */
  log(value: number): number;
  times(value: number, factor: number): number;
  /**
   * Round-off in an average, relative to it.
   *
   * @param values at the nodes in the box
   * @param size logarithm of the average
   * @param largest absolute value of the averages of all cells; in logarithms, where it does not matter, anything
   */
  noise(values: Float64Array, box: Box, size: number, largest: number): number;
}

/** Where both rules that could check an average meet a pole, a box is to be divided. */
function unchecked(average: number, size: number): Estimate {
  return { average, miss: 1, size, meetsPole: true };
}

/** Of f itself. */
export const plain: Arithmetic = {
  estimate(f, { fine, check, inner = check }, box) {
    const average = applyRule(fine, f, box);
    const checked = applyRule(check, f, box);
    const other = Number.isFinite(checked) ? checked : applyRule(inner, f, box);
    if (Number.isFinite(average) && !Number.isFinite(other)) return unchecked(average, Math.log(Math.abs(average)));
    const larger = Math.max(Math.abs(average), Math.abs(other));
    const meetsPole = !Number.isFinite(checked) && Number.isFinite(average);
    return { average, miss: Math.abs(average - other) / larger, size: Math.log(larger), meetsPole };
  },
  ofValues(weights, values, checkWeights, checked) {
    const average = weighted(weights, values);
    const other = weighted(checkWeights, checked);
    if (!Number.isFinite(average) || !Number.isFinite(other)) return undefined;
    const larger = Math.max(Math.abs(average), Math.abs(other));
    return { average, miss: Math.abs(average - other) / larger, size: Math.log(larger), meetsPole: false };
  },
  mean: (parts) => parts.reduce((sum, part) => sum + part, 0) / parts.length,
  log: (value) => Math.log(Math.abs(value)),
  times: (value, factor) => value * factor,
  noise(values, box, size, largest) {
    return (NOISE * largest + positionNoise(box) * spread(values)) / Math.exp(size);
  },
};

/** Of exp(f): in each box the largest f is taken out before exp, so that nothing over- or underflows. */
export const logarithmic: Arithmetic = {
  estimate: (f, rules, box) => estimateExp(valuesAt(rules.fine, f, box), f, rules, box),
  ofValues(weights, values, checkWeights, checked) {
    const largest = largestOf(checked, largestOf(values, Number.NEGATIVE_INFINITY));
    if (!Number.isFinite(largest)) return undefined;
    return compared(sumOfExp(weights, values, largest), sumOfExp(checkWeights, checked, largest), largest, false);
  },
  mean(parts) {
    const largest = Math.max(...parts);
    const sum = parts.reduce((total, value) => total + Math.exp(value - largest), 0);
    return largest + Math.log(sum / parts.length);
  },
  log: (value) => value,
  times: (value, factor) => value + Math.log(factor),
  // f carries round-off of its own size, which exp turns into relative noise.
  noise: (values, box) => NOISE * (1 + Math.abs(Math.max(...values))) + positionNoise(box) * spread(values),
};

const infinite: Estimate = {
  average: Number.POSITIVE_INFINITY,
  miss: Number.NaN,
  size: Number.POSITIVE_INFINITY,
  meetsPole: false,
};

/** The estimate for exp(f) where the values at the nodes of the finer rule are known. */
export function estimateExp(
  values: Float64Array,
  f: PointFunction,
  { fine, check, inner = check }: RulePair,
  box: Box,
): Estimate {
  const checked = valuesAt(check, f, box);
  const isChecked = checked.every((value) => value < Infinity);
  const [rule, others] = isChecked ? [check, checked] : [inner, valuesAt(inner, f, box)];
  if (values.includes(Number.POSITIVE_INFINITY)) return infinite;
  if (!others.every((value) => value < Infinity)) {
    const top = Math.max(...values);
    const alone = top + Math.log(sumOfExp(fine.weights, values, top));
    return unchecked(alone, alone);
  }
  const largest = Math.max(...values, ...others);
  const other = sumOfExp(rule.weights, others, largest);
  return compared(sumOfExp(fine.weights, values, largest), other, largest, !isChecked);
}

/** @param average of exp(f - shift), by the finer rule */
function compared(average: number, other: number, shift: number, meetsPole: boolean): Estimate {
  const larger = Math.max(average, other);
  return {
    average: shift + Math.log(average),
    miss: Math.abs(average - other) / larger,
    size: shift + Math.log(larger),
    meetsPole,
  };
}

/** The largest of some numbers and of another; not finite where one of them is not. */
function largestOf(values: Float64Array, least: number): number {
  let largest = least;
  for (let k = 0; k < values.length; k++) {
    if (!Number.isFinite(values[k])) return Number.NaN;
    if (values[k] > largest) largest = values[k];
  }
  return largest;
}

function weighted(weights: Float64Array, values: Float64Array): number {
  let sum = 0;
  for (let k = 0; k < weights.length; k++) sum += weights[k] * values[k];
  return sum;
}

function sumOfExp(weights: Float64Array, values: Float64Array, shift: number): number {
  let sum = 0;
  for (let k = 0; k < values.length; k++) sum += weights[k] * Math.exp(values[k] - shift);
  return sum;
}

function spread(values: Float64Array): number {
  return Math.max(...values) - Math.min(...values);
}
