/*
 * One step on a single cell against brute-force minimization of the primal problem over the fluxes, for every cost,
 * time of the mobility and energy: sum U(f) + V f + tau sum K theta e(H/(K theta)), f = fPrev + tau H.
 */
import test from "ava";
import type { ModelSpec } from "../../src/model/model.js";
import { below } from "../support/matchers.js";
import { problemOf, runJko } from "../support/runs.js";

type Mean = (s: number, t: number, flux: number) => number;

const means: Readonly<Record<string, Mean>> = {
  unit: () => 1,
  logarithmic: (s, t) => (Math.abs(s - t) < 1e-9 * s ? s : (s - t) / Math.log(s / t)),
  arithmetic: (s, t) => (s + t) / 2,
  geometric: (s, t) => Math.sqrt(s * t),
  harmonic: (s, t) => (2 * s * t) / (s + t),
};
/** At a density of the step itself the donor is that of the flux, which is positive into the tail. */
const donor: Mean = (s, t, flux) => (flux > 0 ? t : s);

const costs: Readonly<Record<string, (z: number) => number>> = {
  quadratic: (z) => (z * z) / 2,
  cosh: (z) => 2 * z * Math.asinh(z / 2) - 2 * Math.sqrt(z * z + 4) + 4,
};
const share: Readonly<Record<string, number>> = { previous: 0, next: 1, midpoint: 0.5 };

const start = [0.7, 0.2, 0.1];
const levels = [0, 0.8, -0.5];
const weights = [1.3, 0.6];
const tau = 0.35;

/** Where a convex function is least between two ends. */
function leastAt(of: (x: number) => number, low: number, high: number): number {
  const part = (Math.sqrt(5) - 1) / 2;
  let [a, b] = [low, high];
  for (let k = 0; k < 70; k++) {
    const [left, right] = [b - part * (b - a), a + part * (b - a)];
    if (of(left) < of(right)) b = right;
    else a = left;
  }
  return 0.5 * (a + b);
}

interface Choice {
  readonly mobility: string;
  readonly cost: "quadratic" | "cosh";
  readonly mobilityAt: "previous" | "next" | "midpoint";
}

/** The densities of `layers` layers on a path after a step, by nested golden sections over the fluxes. */
function bruteForce(
  layers: number,
  { mobility, cost, mobilityAt }: Choice,
  U: (s: number, g: number) => number,
): number[] {
  const e = costs[cost];
  const part = share[mobilityAt];
  const theta = mobility === "upwind" ? donor : means[mobility];
  const densities = (fluxes: readonly number[]): number[] =>
    start.slice(0, layers).map((f, g) => f + tau * ((fluxes[g] ?? 0) - (fluxes[g - 1] ?? 0)));
  const objective = (fluxes: readonly number[]): number => {
    const f = densities(fluxes);
    if (f.some((value) => !(value > 0))) return Number.POSITIVE_INFINITY;
    const energy = f.reduce((sum, s, g) => sum + U(s, g) + levels[g] * s, 0);
    return fluxes.reduce((sum, flux, k) => {
      const at = (g: number): number => part * f[g] + (1 - part) * start[g];
      const c = weights[k] * theta(at(k), at(k + 1), flux);
      return sum + tau * c * e(flux / c);
    }, energy);
  };
  const inner = (first: number): number => (layers === 2 ? 0 : leastAt((second) => objective([first, second]), -1, 1));
  const fluxesFrom = (first: number): number[] => (layers === 2 ? [first] : [first, inner(first)]);
  return densities(fluxesFrom(leastAt((first) => objective(fluxesFrom(first)), -2, 0.6)));
}

function step(layers: number, exchange: Choice, energy: ModelSpec["energy"]): Float64Array {
  const names = ["a", "b", "c"].slice(0, layers);
  const byLayer = (values: readonly number[]) => Object.fromEntries(names.map((name, k) => [name, values[k]]));
  const spec = {
    domain: [[0, 1]],
    graph: { nodes: names, edges: names.slice(1).map((name, k) => [names[k], name, weights[k]]) },
    potential: byLayer(levels),
    energy,
    exchange,
    initial: byLayer(start),
    normalize: false,
    finalTime: tau,
  } as unknown as ModelSpec;
  return runJko(problemOf(spec, 1), 1).density;
}

function farthest(a: Float64Array, b: readonly number[]): number {
  return a.reduce((most, value, k) => Math.max(most, Math.abs(value - b[k])), 0);
}

const entropy = (s: number): number => s * (Math.log(s) - 1);

for (const mobilityAt of ["previous", "next", "midpoint"] as const) {
  for (const cost of ["quadratic", "cosh"] as const) {
    for (const mobility of [...Object.keys(means), ...(mobilityAt === "previous" ? [] : ["upwind"])]) {
      test(`a step on one cell is the brute-force minimum: ${mobility}, ${mobilityAt}, ${cost}`, (t) => {
        for (const layers of [2, 3]) {
          const choice = { mobility, cost, mobilityAt };
          const found = step(layers, choice, { temperature: 1 });
          const miss = farthest(found, bruteForce(layers, choice, entropy));
          below(t, miss, 2e-7, `${layers} layers: ${miss}`);
        }
      });
    }
  }
}

test("a step on one cell is the brute-force minimum: temperatures of the layers, porous medium", (t) => {
  const temperatures = [0.5, 1.5, 0.9];
  const epsilon = 1e-3;
  for (const mobilityAt of ["previous", "next"] as const) {
    const choice = { mobility: "harmonic", cost: "quadratic" as const, mobilityAt };
    const energies = [
      [{ temperature: { a: 0.5, b: 1.5, c: 0.9 } }, (s: number, g: number) => temperatures[g] * entropy(s)],
      [
        { kind: "porous-medium", exponent: 3, regularization: epsilon },
        (s: number) => s ** 3 / 2 + epsilon * entropy(s),
      ],
    ] as const;
    for (const [energy, U] of energies) {
      const miss = farthest(step(3, choice, energy), bruteForce(3, choice, U));
      below(t, miss, 2e-7, `${mobilityAt} ${JSON.stringify(energy)}: ${miss}`);
    }
  }
});
