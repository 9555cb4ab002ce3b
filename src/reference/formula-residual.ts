import { createInternalEnergies, soleTemperature } from "../model/energy.js";
import { costKinds, createMobility } from "../model/exchange.js";
import type { Problem } from "../model/problem.js";
import { largest, sumOf } from "../numerics/vector.js";
import type { DensityFormula } from "./types.js";

/** What the equation is made of, as functions of the position. */
export interface Equation extends Pick<Problem, "graph" | "exchange" | "energy" | "finalTime"> {
  readonly domain: readonly (readonly [number, number])[];
  /** V by layer. */
  readonly potential: readonly ((position: readonly number[]) => number)[];
}

/** Where a formula does not solve an equation, and by what part of the terms there. */
export interface Violation {
  readonly part: number;
  readonly t: number;
  readonly position: readonly number[];
  readonly layer: number;
}

/** A residual that is a smaller part of the largest terms of its time is not told from rounded constants. */
const leastPart = 1e-4;
/** Steps of the differences: a first one relative to domain and time, and halves of it. */
const firstStep = 2e-3;
const refinements = 3;
/** Residuals at all steps agree to this part where they are no errors of the differences. */
const agreement = 0.05;
const times = [0.03, 0.2, 0.5, 0.9];
const positions = 7;
const mostLayers = 16;
/** Fractional parts of multiples of these fill the square evenly: R2 of Roberts. */
const strides = [0.7548776662466927, 0.5698402909980532];
const [inner, margin] = [0.94, 0.03];

/**
 * The largest residual of the limit equation that a formula leaves at a few points and times inside, by central
 * differences of fourth order; null where it is below 1e-4 of the terms of the equation, or cannot be told from the
 * errors of the differences.
 *
 * It sees a wrong rate or constant. It sees neither walls nor what is wrong nowhere near the points.
 */
export function violationOf(density: readonly DensityFormula[], equation: Equation): Violation | null {
  let worst: Violation | null = null;
  for (const share of times) {
    const t = share * equation.finalTime;
    const found = pointsOf(equation, density.length).map(({ position, layer }) => ({
      position,
      layer,
      ...residualAt(density, equation, position, layer, t),
    }));
    const scale = found.reduce((most, { terms }) => Math.max(most, terms), 0);
    for (const { position, layer, residual } of found) {
      const part = residual / scale;
      if (part > Math.max(leastPart, worst?.part ?? 0)) worst = { part, t, position, layer };
    }
  }
  return worst;
}

function pointsOf({ domain }: Equation, layers: number) {
  const shown = Array.from({ length: Math.min(layers, mostLayers) }, (_, k) =>
    Math.floor((k * layers) / Math.min(layers, mostLayers)),
  );
  return Array.from({ length: positions }, (_, k) =>
    domain.map(([lower, upper], axis) => {
      const fraction = (0.5 + (k + 1) * strides[axis]) % 1;
      return lower + (margin + inner * fraction) * (upper - lower);
    }),
  ).flatMap((position) => shown.map((layer) => ({ position, layer })));
}

/** The residual at a point, 0 where it is not certain, and the size of the terms, 0 where they are no numbers. */
function residualAt(
  density: readonly DensityFormula[],
  equation: Equation,
  position: readonly number[],
  layer: number,
  t: number,
): { residual: number; terms: number } {
  const tries = Array.from({ length: refinements }, (_, k) => {
    return balanceAt(density, equation, position, layer, t, firstStep / 2 ** k);
  });
  const last = tries[refinements - 1];
  if (!tries.every(({ sum, terms }) => Number.isFinite(sum) && Number.isFinite(terms)))
    return { residual: 0, terms: 0 };
  const residual = Math.abs(last.sum);
  const certain = tries.every(({ sum, roundOff, stiffness }) => {
    const clear = roundOff <= agreement * residual && leastPart * stiffness <= residual;
    return clear && Math.abs(sum - last.sum) <= agreement * residual;
  });
  return { residual: certain ? residual : 0, terms: last.terms };
}

/** Sum and largest size of the terms of df/dt - div(f grad mu) - exchange, and the round-off of the differences. */
interface Balance {
  readonly sum: number;
  readonly terms: number;
  readonly roundOff: number;
  /**
   * What exchange makes of a density that is off by itself: a stiff one shows deviations that are of no consequence.
   */
  readonly stiffness: number;
}

function balanceAt(
  density: readonly DensityFormula[],
  equation: Equation,
  position: readonly number[],
  layer: number,
  t: number,
  step: number,
): Balance {
  const { domain, energy, finalTime } = equation;
  const [own, potential] = [density[layer], equation.potential[layer] as (x: readonly number[]) => number];
  const temperature = energy.temperatures[layer];
  const m = energy.exponent;
  // s U'' = Phi'. The regularization of a porous medium is no part of what a formula solves.
  const pressure = (f: number): number => (m === undefined ? temperature * f : f ** m);
  const change = firstDerivative((s) => own(position, t + s), step * finalTime);
  const terms = [change];
  let roundOff = Math.abs(own(position, t)) / (step * finalTime);
  domain.forEach(([lower, upper], axis) => {
    const h = step * (upper - lower);
    const at = (s: number): readonly number[] => position.map((x, k) => (k === axis ? x + s : x));
    const f = own(position, t);
    const spread = secondDerivative((s) => pressure(own(at(s), t)), h);
    const pull = (s: number) => potential(at(s));
    const drift = firstDerivative((s) => own(at(s), t), h) * firstDerivative(pull, h) + f * secondDerivative(pull, h);
    terms.push(-spread, -drift);
    roundOff += (Math.abs(pressure(f)) + f * Math.abs(pull(0))) / h ** 2;
  });
  const { gain, rate } = exchangeAt(density, equation, position, layer, t);
  terms.push(-gain);
  return {
    sum: sumOf(terms),
    terms: largest(terms),
    roundOff: 100 * Number.EPSILON * roundOff,
    stiffness: rate * own(position, t),
  };
}

/** What enters a layer from its neighbours, and the derivative of that in its own density for a fixed mobility. */
function exchangeAt(
  density: readonly DensityFormula[],
  equation: Equation,
  position: readonly number[],
  layer: number,
  t: number,
): { gain: number; rate: number } {
  const { graph, exchange, energy, potential } = equation;
  const mobility = createMobility(exchange.mobility);
  const internal = createInternalEnergies(equation);
  const temperature = soleTemperature(energy) ?? Number.NaN;
  const stateOf = (k: number) => {
    const f = density[k](position, t);
    const mu = internal[k].slope(f) + (potential[k] as (x: readonly number[]) => number)(position);
    return { f, mu, curvature: internal[k].curvature(f) };
  };
  const own = stateOf(layer);
  let [gain, rate] = [0, 0];
  graph.weights.forEach((weight, e) => {
    const [tail, head] = [graph.tails[e], graph.heads[e]];
    if (tail !== layer && head !== layer) return;
    const other = stateOf(tail === layer ? head : tail);
    const theta = mobility(own.f, other.f, own.mu, other.mu, temperature);
    const xi = other.mu - own.mu;
    rate += weight * theta * own.curvature;
    gain += weight * theta * costKinds[exchange.cost].flux(xi, temperature);
  });
  return { gain, rate };
}

/** f'(0) to fourth order in h. */
function firstDerivative(f: (s: number) => number, h: number): number {
  return (8 * (f(h) - f(-h)) - (f(2 * h) - f(-2 * h))) / (12 * h);
}

/** f''(0) to fourth order in h. */
function secondDerivative(f: (s: number) => number, h: number): number {
  return (16 * (f(h) + f(-h)) - (f(2 * h) + f(-2 * h)) - 30 * f(0)) / (12 * h * h);
}
