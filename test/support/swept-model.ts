/*
 * The discrete problem of a step with swept transport, written from its definition and without the step's own code.
 *
 * Mass flows through interior faces, along the grid line through them, and along edges between layers. A flux m has a
 * driving force d, the potential where it comes from minus that where it goes to, and
 *
 *   face: m(d) = F(x + tau d/h) - F(x), F the cumulative mass of the line, a cubic Hermite interpolant with limited
 *   slopes edge: m(d) = tau h K theta d
 *
 * Its dual value is the integral of m from 0 to d, its cost the Legendre transform of that.
 */
import { soleTemperature } from "../../src/model/energy.js";
import type { Problem } from "../../src/model/problem.js";
import { solveDense } from "./dense.js";

/** One flux: a face or an edge. */
export interface Flux {
  readonly from: number;
  readonly to: number;
  /** Mass that a driving force moves. */
  mass(drive: number): number;
  /** Integral of `mass` from 0. */
  value(drive: number): number;
  /** Derivative of `mass`. */
  slope(drive: number): number;
  /** Inverse of `mass`. */
  drive(mass: number): number;
  /** Infimum and supremum of `mass`. */
  readonly range: readonly [number, number];
}

/** Cumulative mass of a line of cells, in units of cells. */
export function createLineProfile(masses: readonly number[]) {
  const n = masses.length;
  const at = (k: number): number => masses[k];
  const cumulative = [0];
  for (const value of masses) cumulative.push((cumulative.at(-1) as number) + value);
  const nearWall = (k: (i: number) => number, face: number): number => {
    if (n === 1) return k(0);
    if (n === 2) return face === 0 ? (3 * k(0) - k(1)) / 2 : (k(0) + k(1)) / 2;
    return face === 0 ? (11 * k(0) - 7 * k(1) + 2 * k(2)) / 6 : (2 * k(0) + 5 * k(1) - k(2)) / 6;
  };
  const raw = (face: number): number => {
    if (face <= 1) return nearWall(at, face);
    if (face >= n - 1) return nearWall((i) => at(n - 1 - i), n - face);
    return (7 * (at(face - 1) + at(face)) - at(face - 2) - at(face + 1)) / 12;
  };
  const slopes = Array.from({ length: n + 1 }, (_, face) => {
    const least = Math.min(at(Math.max(face - 1, 0)), at(Math.min(face, n - 1)));
    return Math.min(Math.max(raw(face), 0), 3 * least);
  });
  const locate = (x: number) => {
    const s = Math.min(Math.max(x, 0), n);
    const cell = Math.min(Math.floor(s), n - 1);
    return { cell, t: s - cell, c0: cumulative[cell], c1: cumulative[cell + 1] };
  };
  const ends = (cell: number) => [slopes[cell], slopes[cell + 1]] as const;
  return {
    whole: cumulative[n],
    cells: n,
    value(x: number): number {
      const { cell, t, c0, c1 } = locate(x);
      const [m0, m1] = ends(cell);
      return c0 * (1 + 2 * t) * (1 - t) ** 2 + m0 * t * (1 - t) ** 2 + c1 * t * t * (3 - 2 * t) + m1 * t * t * (t - 1);
    },
    derivative(x: number): number {
      if (x < 0 || x > n) return 0;
      const { cell, t, c0, c1 } = locate(x);
      const [m0, m1] = ends(cell);
      return 6 * t * (1 - t) * (c1 - c0) + m0 * (1 - t) * (1 - 3 * t) + m1 * t * (3 * t - 2);
    },
  };
}

const gauss = [-Math.sqrt(1 / 3), Math.sqrt(1 / 3)];

/** Integral of a function that is cubic in every cell, by Gauss quadrature cell by cell. */
function integrate(f: (x: number) => number, from: number, to: number): number {
  if (to < from) return -integrate(f, to, from);
  let sum = 0;
  for (let a = from; a < to; ) {
    const b = Math.min(Math.floor(a) + 1, to);
    for (const node of gauss) sum += ((b - a) / 2) * f((a + b) / 2 + (node * (b - a)) / 2);
    a = b;
  }
  return sum;
}

function createFace(
  [lower, upper]: readonly [number, number],
  profile: ReturnType<typeof createLineProfile>,
  face: number,
  toCells: number,
): Flux {
  const start = profile.value(face);
  const swept = (q: number): number => profile.value(face + q) - start;
  return {
    from: upper,
    to: lower,
    range: [-start, profile.whole - start],
    mass: (drive) => swept(toCells * drive),
    slope: (drive) => toCells * profile.derivative(face + toCells * drive),
    value: (drive) => integrate(swept, 0, toCells * drive) / toCells,
    drive(mass) {
      let [low, high] = [-face, profile.cells - face];
      for (let k = 0; k < 200; k++) {
        const middle = (low + high) / 2;
        if (swept(middle) < mass) low = middle;
        else high = middle;
      }
      return (low + high) / 2 / toCells;
    },
  };
}

function createEdge(from: number, to: number, conductance: number): Flux {
  return {
    from,
    to,
    range: [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY],
    mass: (drive) => conductance * drive,
    slope: () => conductance,
    value: (drive) => (conductance * drive * drive) / 2,
    drive: (mass) => mass / conductance,
  };
}

/** Exchange mobilities of densities s, t with chemical potentials p, q at temperature T, as they are defined. */
export const mobilityFormulas = {
  unit: () => 1,
  logarithmic: (s: number, t: number) => logarithmicMean(s, t),
  "weighted-logarithmic": (_s: number, _t: number, p: number, q: number, T: number) =>
    logarithmicMean(Math.exp(p / T), Math.exp(q / T)),
  arithmetic: (s: number, t: number) => (s + t) / 2,
  geometric: (s: number, t: number) => Math.sqrt(s * t),
  harmonic: (s: number, t: number) => (2 * s * t) / (s + t),
  upwind: (s: number, t: number, p: number, q: number) => (p > q ? s : t),
  "weighted-geometric": (_s: number, _t: number, p: number, q: number, T: number) =>
    Math.sqrt(Math.exp(p / T) * Math.exp(q / T)),
} as const;

/** (s - t)/log(s/t), without cancellation at s = t. */
function logarithmicMean(s: number, t: number): number {
  return s === t ? s : (s - t) / (2 * Math.atanh((s - t) / (s + t)));
}

/** Every face and edge of a step of length `tau` from `problem.initial`, on any number of axes; faces first. */
export function fluxesOf(problem: Problem, tau: number): Flux[] {
  const { mesh, graph, initial, potential, exchange } = problem;
  const temperature = soleTemperature(problem.energy) as number;
  const layers = graph.layers.length;
  const massAt = (node: number): number => mesh.cellVolume * initial[node];
  const fluxes: Flux[] = [];
  for (const [axis, count] of mesh.cells.entries()) {
    const stride = layers * mesh.cells.slice(0, axis).reduce((product, cells) => product * cells, 1);
    const toCells = tau / mesh.widths[axis] ** 2;
    for (let node = 0; node < initial.length; node++) {
      if (Math.floor(node / stride) % count !== 0) continue;
      const profile = createLineProfile(Array.from({ length: count }, (_, i) => massAt(node + i * stride)));
      for (let face = 1; face < count; face++) {
        const lower = node + (face - 1) * stride;
        fluxes.push(createFace([lower, lower + stride], profile, face, toCells));
      }
    }
  }
  const theta = mobilityFormulas[exchange.mobility];
  for (let cell = 0; cell < mesh.size; cell++) {
    graph.weights.forEach((weight, e) => {
      const [to, from] = [graph.tails, graph.heads].map((ends) => cell * layers + ends[e]) as [number, number];
      const [s, t] = [initial[to], initial[from]];
      const [p, q] = [to, from].map((k) => temperature * Math.log(initial[k]) + potential[k]);
      const conductance = tau * mesh.cellVolume * weight * theta(s, t, p, q, temperature);
      fluxes.push(createEdge(from, to, conductance));
    });
  }
  return fluxes;
}

/** The step's minimization problem in the fluxes, and its dual. */
export function createSweptModel(problem: Problem, tau: number) {
  const { mesh, initial, potential } = problem;
  const temperature = soleTemperature(problem.energy) as number;
  const volume = mesh.cellVolume;
  const fluxes = fluxesOf(problem, tau);
  const driveOf = ({ from, to }: Flux, mu: ArrayLike<number>): number => mu[from] - mu[to];

  function density(moved: readonly number[]): number[] {
    const mass = Array.from(initial, (f) => volume * f);
    fluxes.forEach(({ from, to }, j) => {
      mass[from] = mass[from] - moved[j];
      mass[to] = mass[to] + moved[j];
    });
    return mass.map((m) => m / volume);
  }

  function energy(f: ArrayLike<number>): number {
    let sum = 0;
    for (let k = 0; k < f.length; k++) {
      const value = f[k];
      if (value < 0 || Number.isNaN(value)) return Number.POSITIVE_INFINITY;
      if (value > 0) sum += volume * value * (temperature * (Math.log(value) - 1) + potential[k]);
    }
    return sum;
  }

  function cost(moved: readonly number[]): number {
    return fluxes.reduce((sum, flux, j) => {
      const [m, [least, most]] = [moved[j], flux.range];
      if (m < least || m > most) return Number.POSITIVE_INFINITY;
      const drive = flux.drive(m);
      return sum + m * drive - flux.value(drive);
    }, 0);
  }

  const potentialOf = (f: readonly number[]): number[] =>
    f.map((value, k) => temperature * Math.log(value) + potential[k]);

  /** Derivative of cost + energy in every flux. */
  function gradient(moved: readonly number[]): number[] {
    const mu = potentialOf(density(moved));
    return fluxes.map((flux, j) => flux.drive(moved[j]) - driveOf(flux, mu));
  }

  function hessian(moved: readonly number[]): number[][] {
    const f = density(moved);
    const curvature = (k: number): number => temperature / (volume * f[k]);
    return fluxes.map((a, i) =>
      fluxes.map((b, j) => {
        const own = i === j ? 1 / a.slope(a.drive(moved[i])) : 0;
        const share = (k: number): number => Number(b.to === k) - Number(b.from === k);
        return own + share(a.to) * curvature(a.to) - share(a.from) * curvature(a.from);
      }),
    );
  }

  return {
    fluxes,
    density,
    energy,
    cost,
    gradient,
    primal: (moved: readonly number[]): number => cost(moved) + energy(density(moved)),
    /** Fluxes that a potential drives. */
    moved: (mu: ArrayLike<number>): number[] => fluxes.map((flux) => flux.mass(driveOf(flux, mu))),
    /** J(mu), minus a lower bound of the primal. */
    dual(mu: ArrayLike<number>): number {
      const values = fluxes.reduce((sum, flux) => sum + flux.value(driveOf(flux, mu)), 0);
      return initial.reduce((sum, f, k) => {
        const asked = Math.exp((mu[k] - potential[k]) / temperature);
        return sum + volume * (temperature * asked - f * mu[k]);
      }, values);
    },
    /** Minimizer of the primal by damped Newton iteration with a dense matrix, and the gradient that is left. */
    minimize() {
      let moved = fluxes.map(() => 0);
      const at = (step: readonly number[], part: number) => moved.map((m, j) => m - part * step[j]);
      const value = (z: readonly number[]): number => cost(z) + energy(density(z));
      for (let iteration = 0; iteration < 100; iteration++) {
        const step = solveDense(hessian(moved), gradient(moved));
        const before = value(moved);
        let part = 1;
        while (part > 1e-12 && !(value(at(step, part)) <= before + 1e-14)) part /= 2;
        moved = at(step, part);
        if (Math.max(...step.map(Math.abs)) < 1e-15) break;
      }
      const left = Math.max(...gradient(moved).map(Math.abs));
      return { moved, density: density(moved), value: value(moved), gradient: left };
    },
  };
}
