import type { CompiledKernels } from "../../numerics/compiled/kernels.js";
import type { Workspace } from "../../numerics/compiled/workspace.js";
import { exponential } from "../../numerics/exponential.js";
import type { DualState } from "../dual-state.js";
import { chordMean, DRAINED } from "../energy.js";

/** What the cells of a single layer have in common. */
export interface GridCells {
  /** Volume of a cell. */
  readonly volume: number;
  readonly temperature: number;
  /** Mass of a cell from which on it counts as carried. */
  readonly carrying: number;
  readonly potential: Float64Array;
}

/** What a balance has found: lower bound of the gap over T, drained mass, relative residual, and slope. */
export type BalanceFigures = readonly [bound: number, drained: number, relative: number, slope: number];

/** What a direction is like: slope, largest growth and largest change. */
export type DirectionFigures = readonly [slope: number, growth: number, change: number];

/**
 * Passes over the cells of a single layer with an entropy.
 *
 * Sums are two, of the cells with even and odd index, added at the end.
 */
export interface GridKernel {
  /** Fills equilibrium masses and residuals of a state from its potential and what arrives. */
  balance(state: DualState, direction: Float64Array): BalanceFigures;
  /** Conductances to ground, the secants of the equilibrium masses (docs/method.md, eq. 3''). */
  ground(state: DualState, to: Float64Array): void;
  survey(state: DualState, direction: Float64Array): DirectionFigures;
}

/** In TypeScript, or compiled for arrays that the workspace reaches, bit by bit the same. */
export function createGridKernel(cells: GridCells, workspace: Workspace): GridKernel {
  const plain = createPlainKernel(cells);
  const { compiled } = workspace;
  return compiled === undefined ? plain : createCompiledKernel(cells, plain, workspace, compiled);
}

function createPlainKernel({ volume, temperature, carrying, potential }: GridCells): GridKernel {
  const beta = 1 / temperature;

  function balance(state: DualState, direction: Float64Array): BalanceFigures {
    const { point, arriving, equilibrium, source } = state;
    const { mu } = point;
    const [bound, drained, slope] = [pair(), pair(), pair()];
    let largest = 0;
    for (let k = 0; k < mu.length; k++) {
      const m = volume * exponential(beta * (mu[k] - potential[k]));
      const r = arriving[k] - m;
      equilibrium[k] = m;
      source[k] = r;
      const n = k & 1;
      if (m + r < 0) drained[n] = drained[n] - (m + r);
      else if (m > 0) bound[n] = bound[n] + (r * r) / (2 * m + (2 / 3) * r);
      else if (!(r <= 0)) drained[n] = drained[n] + r;
      const relative = Math.abs(r) / m;
      if (relative > largest && m >= carrying) largest = relative;
      slope[n] = slope[n] - r * direction[k];
    }
    return [total(bound), total(drained), largest, total(slope)];
  }

  function survey({ equilibrium, source }: DualState, direction: Float64Array): DirectionFigures {
    const slope = pair();
    let [growth, change] = [0, 0];
    for (let k = 0; k < direction.length; k++) {
      const x = direction[k];
      const m = equilibrium[k];
      slope[k & 1] = slope[k & 1] - source[k] * x;
      if (Math.abs(x) > change && m >= carrying) change = Math.abs(x);
      if (x > growth && (m >= carrying || m * Math.exp(x / temperature) >= carrying)) growth = x;
    }
    return [total(slope), growth, change];
  }

  return {
    balance,
    ground({ equilibrium, source }, to) {
      for (let k = 0; k < to.length; k++) to[k] = beta * chordMean(equilibrium[k], source[k]);
    },
    survey,
  };
}

const pair = (): Float64Array => new Float64Array(2);
const total = (sums: Float64Array): number => sums[0] + sums[1];

function createCompiledKernel(
  { volume, temperature, carrying, potential }: GridCells,
  plain: GridKernel,
  workspace: Workspace,
  compiled: CompiledKernels,
): GridKernel {
  const beta = 1 / temperature;
  const count = potential.length;
  const own = workspace.float64(count);
  own.set(potential);
  const figures = workspace.float64(4);
  const reaches = ({ point, arriving, equilibrium, source }: DualState, other: Float64Array): boolean =>
    workspace.reaches(point.mu, arriving, equilibrium, source, other, own, figures);
  return {
    balance(state, direction) {
      if (!reaches(state, direction)) return plain.balance(state, direction);
      const { point, arriving, equilibrium, source } = state;
      const given = [point.mu, own, arriving, direction] as const;
      const filled = [equilibrium, source, figures] as const;
      compiled.balance(count, volume, beta, carrying, ...addresses(given), ...addresses(filled));
      return [figures[0], figures[1], figures[2], figures[3]];
    },
    ground(state, to) {
      if (!reaches(state, to)) plain.ground(state, to);
      else compiled.ground(count, beta, DRAINED - 1, ...addresses([state.equilibrium, state.source, to] as const));
    },
    survey(state, direction) {
      if (!reaches(state, direction)) return plain.survey(state, direction);
      const arrays = [direction, state.equilibrium, state.source, figures] as const;
      compiled.survey(count, temperature, carrying, ...addresses(arrays));
      return [figures[0], figures[1], figures[2]];
    },
  };
}

type Addresses<T extends readonly Float64Array[]> = { readonly [K in keyof T]: number };

function addresses<T extends readonly Float64Array[]>(arrays: T): Addresses<T> {
  return arrays.map(({ byteOffset }) => byteOffset) as Addresses<T>;
}
