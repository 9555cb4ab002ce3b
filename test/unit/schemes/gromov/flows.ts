import { createFunctional, type FunctionalSpec } from "../../../../src/model/states/functional.js";
import { createParticleEnergy, type ParticleEnergy } from "../../../../src/model/states/particle-energy.js";
import { standardNormal } from "../../../../src/model/states/sample.js";
import { solveLinear } from "../../../../src/numerics/lu.js";
import type { GromovOptions } from "../../../../src/schemes/gromov/gromov.js";

/** What the tests of this folder share: references that share no code with the scheme. */

export const settings = (tau: number, steps: number, rest: Partial<GromovOptions> = {}): GromovOptions => ({
  tau,
  steps,
  tolerance: 1e-12,
  onNonInvariant: "refuse",
  ...rest,
});

export const equal = (count: number): Float64Array => new Float64Array(count).fill(1 / count);

export function energyOf(spec: FunctionalSpec, dimension: number, weights: Float64Array): ParticleEnergy {
  return createParticleEnergy(createFunctional(spec, dimension), weights);
}

/** Seeded points, stretched along the axes. */
export function cloud(count: number, stretch: readonly number[], seed = 7): Float64Array {
  const d = stretch.length;
  return standardNormal(count * d, seed).map((value, k) => value * stretch[k % d]);
}

/** Classical Runge–Kutta of order 4. */
export function integrate(
  rate: (y: Float64Array) => Float64Array,
  initial: Float64Array,
  finalTime: number,
  steps: number,
): Float64Array {
  const h = finalTime / steps;
  const moved = (y: Float64Array, by: Float64Array, s: number) => y.map((value, k) => value + s * by[k]);
  let y = initial.slice();
  for (let n = 0; n < steps; n++) {
    const a = rate(y);
    const b = rate(moved(y, a, h / 2));
    const c = rate(moved(y, b, h / 2));
    const e = rate(moved(y, c, h));
    y = y.map((v, k) => v + (h / 6) * (a[k] + 2 * b[k] + 2 * c[k] + e[k]));
  }
  return y;
}

/** v = -L^-1 w of particles: M A + A M = P/2 as a system of d² equations, then A v = -(w/2 - M x). */
export function limitRate(energy: ParticleEnergy, weights: Float64Array, d: number) {
  const force = new Float64Array(weights.length * d);
  return (y: Float64Array): Float64Array => {
    energy.gradient(y, force);
    const at = (array: Float64Array, i: number, a: number) => array[i * d + a];
    const a = new Float64Array(d * d);
    const p = new Float64Array(d * d);
    weights.forEach((weight, i) => {
      for (let r = 0; r < d; r++) {
        for (let s = 0; s < d; s++) {
          a[r * d + s] = a[r * d + s] + weight * at(y, i, r) * at(y, i, s);
          p[r * d + s] = p[r * d + s] + at(y, i, r) * at(force, i, s);
        }
      }
    });
    const system = new Float64Array(d ** 4);
    for (let r = 0; r < d; r++) {
      for (let s = 0; s < d; s++) {
        for (let k = 0; k < d; k++) {
          const row = (r * d + s) * d * d;
          system[row + r * d + k] = system[row + r * d + k] + a[k * d + s];
          system[row + k * d + s] = system[row + k * d + s] + a[r * d + k];
        }
      }
    }
    const m = solveLinear(
      system,
      p.map((value) => value / 2),
    ) as Float64Array;
    const v = new Float64Array(y.length);
    weights.forEach((weight, i) => {
      const right = Float64Array.from({ length: d }, (_, r) => {
        let sum = -at(force, i, r) / (2 * weight);
        for (let s = 0; s < d; s++) sum += m[r * d + s] * at(y, i, s);
        return sum;
      });
      v.set(solveLinear(a, right) as Float64Array, i * d);
    });
    return v;
  };
}

/** Σ_ij w_i w_j (y_i·y_j - x_i·x_j)², with both matrices of inner products. */
export function squaredByPairs(y: Float64Array, x: Float64Array, weights: Float64Array, d: number): number {
  const inner = (points: Float64Array, i: number, j: number): number => {
    let sum = 0;
    for (let a = 0; a < d; a++) sum += points[i * d + a] * points[j * d + a];
    return sum;
  };
  let total = 0;
  weights.forEach((wi, i) => {
    weights.forEach((wj, j) => {
      total += wi * wj * (inner(y, i, j) - inner(x, i, j)) ** 2;
    });
  });
  return total;
}

/** Root mean square distance of particles with the same numbers. */
export function rms(a: Float64Array, b: Float64Array, weights: Float64Array): number {
  const d = a.length / weights.length;
  return Math.sqrt(a.reduce((sum, v, k) => sum + weights[Math.floor(k / d)] * (v - b[k]) ** 2, 0));
}

/** y with every point turned by the 2 x 2 rotation of an angle, reflected first where asked for. */
export function turn(y: Float64Array, angle: number, reflect = false): Float64Array {
  const [c, s] = [Math.cos(angle), Math.sin(angle)];
  return y.map((_, k) => {
    const i = k - (k % 2);
    const [p, q] = [y[i], (reflect ? -1 : 1) * y[i + 1]];
    return k % 2 === 0 ? c * p - s * q : s * p + c * q;
  });
}

/** Minimizer of a function of few variables by the simplex of Nelder and Mead, restarted until it stays. */
export function nelderMead(f: (x: number[]) => number, start: readonly number[], size = 0.1): number[] {
  let best = [...start];
  for (let round = 0; round < 12; round++) best = simplexSearch(f, best, size * 0.4 ** round);
  return best;
}

function simplexSearch(f: (x: number[]) => number, start: readonly number[], size: number): number[] {
  const n = start.length;
  const vertex = (x: number[]) => ({ x, value: f(x) });
  const simplex = [vertex([...start])];
  for (let k = 0; k < n; k++) simplex.push(vertex(start.map((v, j) => v + (j === k ? size : 0))));
  for (let iteration = 0; iteration < 400 * n; iteration++) {
    simplex.sort((a, b) => a.value - b.value);
    const [first, worst] = [simplex[0], simplex[n]];
    if (worst.value - first.value <= 1e-17) break;
    const centre = start.map((_, k) => simplex.slice(0, n).reduce((sum, { x }) => sum + x[k] / n, 0));
    const along = (s: number) => vertex(centre.map((c, k) => c + s * (worst.x[k] - c)));
    const reflected = along(-1);
    if (reflected.value < first.value) {
      const expanded = along(-2);
      simplex[n] = expanded.value < reflected.value ? expanded : reflected;
    } else if (reflected.value < simplex[n - 1]?.value) simplex[n] = reflected;
    else {
      const contracted = along(reflected.value < worst.value ? -0.5 : 0.5);
      if (contracted.value < Math.min(worst.value, reflected.value)) simplex[n] = contracted;
      else {
        for (let k = 1; k <= n; k++) {
          const shrunk = simplex[k].x.map((v, j) => (v + first.x[j]) / 2);
          simplex[k] = vertex(shrunk);
        }
      }
    }
  }
  simplex.sort((a, b) => a.value - b.value);
  return simplex[0].x;
}
