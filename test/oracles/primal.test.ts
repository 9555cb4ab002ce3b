/*
 * The step against an independent dense minimization of the discrete primal: unknowns are the swept cumulative masses G
 * at the inner faces and the masses M exchanged in every cell; the objective is
 *
 *   sum over faces of (h/tau) * integral of Q(p) - x over p from F to G, Q the inverse of the cumulative mass
 *   + sum over edges and cells of M²/(2 tau h K theta) + sum of h (T f (log f - 1) + V f),
 *
 * with h f the difference of G plus the exchanged masses. Nothing of the step's own code is used.
 */
import test from "ava";
import { energyOf, soleTemperature } from "../../src/model/energy.js";
import type { ModelSpec } from "../../src/model/model.js";
import type { Problem } from "../../src/model/problem.js";
import { solveDense } from "../support/dense.js";
import { above, near } from "../support/matchers.js";
import { problemOf, runJko } from "../support/runs.js";

/** Cumulative mass of one layer: cubic Hermite with fourth-order, limited face slopes. */
function createProfile(f: readonly number[], h: number, lower: number) {
  const n = f.length;
  const at = (k: number): number => f[k];
  const cumulative = [0];
  for (const value of f) cumulative.push((cumulative.at(-1) as number) + h * value);
  const raw = (face: number): number => {
    if (face === 0) return (11 * at(0) - 7 * at(1) + 2 * at(2)) / 6;
    if (face === n) return (11 * at(n - 1) - 7 * at(n - 2) + 2 * at(n - 3)) / 6;
    if (face === 1) return (2 * at(0) + 5 * at(1) - at(2)) / 6;
    if (face === n - 1) return (2 * at(n - 1) + 5 * at(n - 2) - at(n - 3)) / 6;
    return (7 * (at(face - 1) + at(face)) - at(face - 2) - at(face + 1)) / 12;
  };
  const slopes = Array.from({ length: n + 1 }, (_, face) => {
    const neighbours = [face > 0 ? at(face - 1) : at(0), face < n ? at(face) : at(n - 1)];
    return Math.min(Math.max(raw(face), 0), 3 * Math.min(...neighbours));
  });
  const value = (x: number): number => {
    const s = (x - lower) / h;
    const cell = Math.min(Math.max(Math.floor(s), 0), n - 1);
    const t = s - cell;
    const [c0, c1] = [cumulative[cell], cumulative[cell + 1]];
    const [m0, m1] = [h * slopes[cell], h * slopes[cell + 1]];
    return c0 * (1 + 2 * t) * (1 - t) ** 2 + m0 * t * (1 - t) ** 2 + c1 * t * t * (3 - 2 * t) + m1 * t * t * (t - 1);
  };
  const quantile = (p: number): number => {
    let [low, high] = [lower, lower + n * h];
    for (let k = 0; k < 100; k++) {
      const middle = (low + high) / 2;
      if (value(middle) < p) low = middle;
      else high = middle;
    }
    return (low + high) / 2;
  };
  return { cumulative, value, quantile };
}

interface Primal {
  readonly size: number;
  readonly start: readonly number[];
  objective(z: readonly number[]): number;
  gradient(z: readonly number[]): number[];
  density(z: readonly number[]): number[];
}

function createPrimal(problem: Problem, tau: number, theta: (s: number, t: number) => number): Primal {
  const { mesh, graph, potential, initial } = problem;
  const temperature = soleTemperature(problem.energy) as number;
  const layers = graph.layers.length;
  const cells = mesh.size;
  const h = mesh.cellVolume;
  const lower = mesh.domain[0]?.[0];
  const profiles = graph.layers.map((_, g) =>
    createProfile(
      Array.from({ length: cells }, (_, i) => initial[i * layers + g]),
      h,
      lower,
    ),
  );
  const edges = graph.weights.length;
  const faceUnknowns = layers * (cells - 1);
  const faceAt = (g: number, face: number): number => g * (cells - 1) + face - 1;
  const moveAt = (edge: number, cell: number): number => faceUnknowns + edge * cells + cell;
  const swept = (z: readonly number[], g: number, face: number): number => {
    const whole = profiles[g].cumulative;
    return face === 0 || face === cells ? whole[face] : z[faceAt(g, face)];
  };
  const stiffness = (edge: number, cell: number): number => {
    const [s, t] = [graph.tails[edge], graph.heads[edge]].map((g) => initial[cell * layers + g]) as [number, number];
    return 1 / (tau * h * graph.weights[edge] * theta(s, t));
  };
  /** M moves from tail to head. */
  const density = (z: readonly number[]): number[] => {
    const f = Array.from({ length: cells * layers }, (_, k) => {
      const [i, g] = [Math.floor(k / layers), k % layers];
      return (swept(z, g, i + 1) - swept(z, g, i)) / h;
    });
    for (let edge = 0; edge < edges; edge++) {
      for (let i = 0; i < cells; i++) {
        const moved = z[moveAt(edge, i)] / h;
        const [tail, head] = [graph.tails[edge], graph.heads[edge]];
        f[i * layers + tail] = f[i * layers + tail] - moved;
        f[i * layers + head] = f[i * layers + head] + moved;
      }
    }
    return f;
  };
  /**
   * Integral of Q(p) - x from F(x) to G by 20-point midpoint on each half of a graded substitution p = F + (G - F) s.
   */
  const transportCost = (g: number, face: number, target: number): number => {
    const { cumulative, quantile } = profiles[g];
    const [from, x] = [cumulative[face], lower + face * h];
    const points = 400;
    let sum = 0;
    for (let k = 0; k < points; k++) sum += quantile(from + ((target - from) * (k + 0.5)) / points) - x;
    return ((h / tau) * (sum * (target - from))) / points;
  };
  const potentials = (f: readonly number[]): number[] =>
    f.map((value, k) => temperature * Math.log(value) + potential[k]);
  return {
    size: faceUnknowns + edges * cells,
    start: [
      ...graph.layers.flatMap((_, g) =>
        Array.from({ length: cells - 1 }, (_, face) => profiles[g]?.cumulative[face + 1]),
      ),
      ...Array.from({ length: edges * cells }, () => 0),
    ],
    density,
    objective(z) {
      const f = density(z);
      if (f.some((value) => !(value > 0))) return Number.POSITIVE_INFINITY;
      let sum = energyOf(problem, Float64Array.from(f));
      for (let g = 0; g < layers; g++) {
        for (let face = 1; face < cells; face++) sum += transportCost(g, face, z[faceAt(g, face)]);
      }
      for (let edge = 0; edge < edges; edge++) {
        for (let i = 0; i < cells; i++) sum += 0.5 * stiffness(edge, i) * z[moveAt(edge, i)] ** 2;
      }
      return sum;
    },
    gradient(z) {
      const mu = potentials(density(z));
      const slope = new Array<number>(z.length).fill(0);
      for (let g = 0; g < layers; g++) {
        for (let face = 1; face < cells; face++) {
          const y = profiles[g].quantile(z[faceAt(g, face)]);
          const drop = mu[(face - 1) * layers + g] - mu[face * layers + g];
          slope[faceAt(g, face)] = (h / tau) * (y - lower - face * h) + drop;
        }
      }
      for (let edge = 0; edge < edges; edge++) {
        for (let i = 0; i < cells; i++) {
          const drop = mu[i * layers + graph.heads[edge]] - mu[i * layers + graph.tails[edge]];
          slope[moveAt(edge, i)] = stiffness(edge, i) * z[moveAt(edge, i)] + drop;
        }
      }
      return slope;
    },
  };
}

/** Newton with a difference quotient for the Hessian, damped so that the density stays positive. */
function minimize({ start, gradient, density, size }: Primal): number[] {
  let z = [...start];
  for (let iteration = 0; iteration < 100; iteration++) {
    const slope = gradient(z);
    const hessian = Array.from({ length: size }, () => new Array<number>(size).fill(0));
    for (let j = 0; j < size; j++) {
      const step = 1e-6 * Math.max(Math.abs(z[j]), 1e-2);
      const [up, down] = [1, -1].map((sign) => gradient(z.map((value, k) => (k === j ? value + sign * step : value))));
      for (let i = 0; i < size; i++) {
        hessian[i][j] = (up?.[i] - down?.[i]) / (2 * step);
      }
    }
    const move = solveDense(hessian, slope);
    let damping = 1;
    const moved = (): number[] => z.map((value, k) => value - damping * move[k]);
    while (density(moved()).some((value) => !(value > 0))) damping /= 2;
    z = moved();
    if (Math.max(...move.map(Math.abs)) < 1e-13) return z;
  }
  throw new Error("the oracle did not converge");
}

const mean = {
  unit: () => 1,
  arithmetic: (s: number, t: number) => (s + t) / 2,
  geometric: (s: number, t: number) => Math.sqrt(s * t),
  harmonic: (s: number, t: number) => (2 * s * t) / (s + t),
};

const cases: readonly {
  readonly name: string;
  readonly spec: ModelSpec;
  readonly cells: number;
  readonly theta: keyof typeof mean;
}[] = [
  {
    name: "one layer, four cells",
    spec: { domain: [[0, 1]], potential: "2*x^2", initial: "1 + 0.7*cos(3*x)", finalTime: 0.05 },
    cells: 4,
    theta: "unit",
  },
  {
    name: "two layers with different potentials, five cells, unit mobility",
    spec: {
      domain: [[-1, 1]],
      graph: { nodes: ["a", "b"], edges: [["a", "b", 0.7]] },
      potential: { a: "x", b: "x^2" },
      exchange: { mobility: "unit" },
      initial: { a: "1 + 0.5*sin(2*x)", b: "0.6 + 0.2*x" },
      finalTime: 0.1,
    },
    cells: 5,
    theta: "unit",
  },
  {
    name: "three layers on a cycle, temperature 0.5, four cells, geometric mobility",
    spec: {
      domain: [[0, 2]],
      graph: { family: "cycle", nodes: 3, weight: 1.5 },
      potential: { 0: "x", 1: "0.5*x^2", 2: "sin(2*x)" },
      energy: { temperature: 0.5 },
      exchange: { mobility: "geometric" },
      initial: { 0: "1 + 0.3*x", 1: "0.5 + 0.2*cos(x)", 2: "1" },
      finalTime: 0.2,
    },
    cells: 4,
    theta: "geometric",
  },
];

for (const { name, spec, cells, theta } of cases) {
  test(`the kept density minimizes the discrete primal: ${name}`, (t) => {
    const problem = problemOf(spec, cells);
    const tau = spec.finalTime;
    const primal = createPrimal(problem, tau, mean[theta]);
    const z = minimize(primal);
    const expected = primal.density(z);
    const { density, rows } = runJko(problem, 1);
    for (const [k, value] of expected.entries()) {
      near(t, density[k], value, 1e-8, `cell ${k}: ${density[k]} ${value}`);
    }
    // Cost and energy of the step are the value of the primal at its minimum.
    const row = rows[1];
    const value = row?.energy + (row?.dissipation * tau) / 2;
    near(t, value, primal.objective(z), 1e-7);
    for (const sign of [1, -1]) {
      for (let k = 0; k < primal.size; k++) {
        const beside = z.map((one, j) => (j === k ? one + sign * 1e-3 : one));
        above(t, primal.objective(beside), primal.objective(z) - 1e-9);
      }
    }
  });
}
