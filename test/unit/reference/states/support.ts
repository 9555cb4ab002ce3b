import { momentsOf, type State } from "../../../../src/model/states/state.js";
import {
  createStateModel,
  type InitialOptions,
  initialState,
  type StateModelSpec,
} from "../../../../src/model/states/state-model.js";
import { multiply } from "../../../../src/numerics/dense.js";
import { spectralFunction, symmetricEigen } from "../../../../src/numerics/symmetric-eigen.js";
import {
  type Geometry,
  prepareStateReference,
  type StateLevel,
  type StateReferenceRequest,
  sampleStateReference,
} from "../../../../src/reference/states/index.js";

/** What a study with these levels would ask. */
export function requestOf(
  spec: StateModelSpec,
  levels: readonly StateLevel[],
  options: InitialOptions = {},
): StateReferenceRequest {
  const model = createStateModel(spec);
  const { functional, finalTime } = model;
  return { functional, initial: initialState(model, options), model, finalTime, levels };
}

/** The reference at the final time, on a level of so many steps. */
export function solve(
  kind: "limit" | "iterate",
  geometry: Geometry,
  spec: StateModelSpec,
  steps: number,
  options: InitialOptions = {},
  dilation = 1,
) {
  const request = requestOf(spec, [{ steps, times: [steps] }], options);
  return sampleStateReference(prepareStateReference({ kind, geometry, dilation }, request), steps, steps);
}

/** Distance of the exact iterate from the limit at the final time. */
export function timeErrors(
  geometry: Geometry,
  spec: StateModelSpec,
  steps: readonly number[],
  distance: (a: State, b: State) => number,
  options: InitialOptions = {},
): number[] {
  const request = requestOf(
    spec,
    steps.map((n) => ({ steps: n, times: [n] })),
    options,
  );
  const [limit, iterate] = (["limit", "iterate"] as const).map((kind) =>
    prepareStateReference({ kind, geometry, dilation: 1 }, request),
  );
  return steps.map((n) => distance(sampleStateReference(limit, n, n).state, sampleStateReference(iterate, n, n).state));
}

/** W2 of Gaussians: |m - m'|² + tr(A + B - 2 (A^½ B A^½)^½). */
export function gaussianW2(a: State, b: State): number {
  const [p, q] = [momentsOf(a), momentsOf(b)];
  const d = p.mean.length;
  const root = spectralFunction(symmetricEigen(p.covariance, d), Math.sqrt);
  const { values } = symmetricEigen(multiply(root, multiply(q.covariance, root, d), d), d);
  let sum = 0;
  for (let i = 0; i < d; i++) {
    sum += (p.mean[i] - q.mean[i]) ** 2;
    sum += p.covariance[i * d + i] + q.covariance[i * d + i] - 2 * Math.sqrt(values[i]);
  }
  return Math.sqrt(Math.max(sum, 0));
}

/** √(Σ w_i |x_i - y_i|²) of particles with the same partners. */
export function matchedDistance(a: State, b: State): number {
  if (a.layout.kind !== "particles") return Number.NaN;
  const { weights, dimension } = a.layout;
  let sum = 0;
  for (let k = 0; k < weights.length * dimension; k++) {
    sum += weights[Math.floor(k / dimension)] * (a.values[k] - b.values[k]) ** 2;
  }
  return Math.sqrt(sum);
}

/** Largest difference of two lists of numbers. */
export function gap(a: ArrayLike<number>, b: ArrayLike<number>): number {
  return Math.max(...Array.from(a, (value, k) => Math.abs(value - b[k])));
}

/** Whether numbers agree to half a unit of the last printed digit. */
export function agree(found: readonly number[], printed: readonly string[]): boolean {
  return printed.every((text, k) => Number(text) === Number(found[k].toExponential(digitsOf(text))));
}

function digitsOf(text: string): number {
  const [mantissa = ""] = text.split("e");
  return mantissa.replace("-", "").replace(".", "").length - 1;
}

/**
 * The lowest value of a function near a point, by a search along the axes with shrinking steps: slow, simple, and
 * without slopes.
 */
export function compassSearch(f: (x: Float64Array) => number, start: ArrayLike<number>, width = 0.1): Float64Array {
  const x = Float64Array.from(start);
  let best = f(x);
  for (let step = width; step > 1e-9; ) {
    let isBetter = false;
    for (let k = 0; k < x.length; k++) {
      for (const sign of [1, -1]) {
        const old = x[k];
        x[k] = old + sign * step;
        const value = f(x);
        if (value < best) {
          best = value;
          isBetter = true;
        } else x[k] = old;
      }
    }
    if (!isBetter) step /= 2;
  }
  return x;
}
