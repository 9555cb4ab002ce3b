import type { Objective } from "../../src/numerics/lbfgs.js";

const at = (x: Float64Array, k: number): number => x[k];

/** Σ 100 (x_{k+1} - x_k²)² + (1 - x_k)², with its minimum 0 at ones. */
export const rosenbrock: Objective = (x, gradient) => {
  gradient.fill(0);
  let sum = 0;
  for (let k = 0; k + 1 < x.length; k++) {
    const [valley, rest] = [at(x, k + 1) - at(x, k) ** 2, 1 - at(x, k)];
    sum += 100 * valley ** 2 + rest ** 2;
    gradient[k] = at(gradient, k) - 400 * valley * at(x, k) - 2 * rest;
    gradient[k + 1] = at(gradient, k + 1) + 200 * valley;
  }
  return sum;
};

/** Wood's function of four unknowns, with its minimum 0 at ones. */
export const wood: Objective = (x, gradient) => {
  const [a, b, c, d] = x as unknown as [number, number, number, number];
  const [p, q, u, v] = [b - a * a, d - c * c, b + d - 2, b - d];
  gradient.set([
    -400 * a * p - 2 * (1 - a),
    200 * p + 20 * u + 0.2 * v,
    -360 * c * q - 2 * (1 - c),
    180 * q + 20 * u - 0.2 * v,
  ]);
  return 100 * p * p + (1 - a) ** 2 + 90 * q * q + (1 - c) ** 2 + 10 * u * u + 0.1 * v * v;
};

/** Powell's function, with its minimum 0 at 0, where the Hessian has rank 2. */
export const powell: Objective = (x, gradient) => {
  const [a, b, c, d] = x as unknown as [number, number, number, number];
  const [p, q, u, v] = [a + 10 * b, c - d, b - 2 * c, a - d];
  gradient.set([2 * p + 40 * v ** 3, 20 * p + 4 * u ** 3, 10 * q - 8 * u ** 3, -10 * q - 40 * v ** 3]);
  return p * p + 5 * q * q + u ** 4 + 10 * v ** 4;
};

/** ½ Σ d_k (x_k - 1)² with d_k from 1 to the condition number, evenly in the logarithm. */
export function quadratic(condition: number): Objective {
  return (x, gradient) => {
    let sum = 0;
    for (let k = 0; k < x.length; k++) {
      const stiffness = condition ** (k / (x.length - 1));
      gradient[k] = stiffness * (at(x, k) - 1);
      sum += 0.5 * at(gradient, k) * (at(x, k) - 1);
    }
    return sum;
  };
}

/** Σ x_k - log x_k, infinite where a component is not positive; its minimum is at ones. */
export const barrier: Objective = (x, gradient) => {
  let sum = 0;
  for (let k = 0; k < x.length; k++) {
    if (!(at(x, k) > 0)) return Number.POSITIVE_INFINITY;
    gradient[k] = 1 - 1 / at(x, k);
    sum += at(x, k) - Math.log(at(x, k));
  }
  return sum;
};
