import { standardNormal } from "../../../../src/model/states/sample.js";
import type { JudgedLevel, StudyRecord } from "../../../../src/study/record/record.js";
import type { CompanionFlow, FlowResult } from "../../../../src/study/run/options.js";
import { flow, level, record } from "./records.js";

export interface StateShape {
  readonly dimension?: number;
  readonly count?: number;
  readonly times?: readonly number[];
  readonly weights?: Float64Array;
  /** Position of a particle, or the numbers of a Gaussian, at a time. */
  readonly at?: (t: number, particle: number) => readonly number[];
  readonly tracksDensity?: boolean;
}

const evenTimes = Array.from({ length: 21 }, (_, k) => k / 20);

/** What a trajectory of states has instead of a mesh. */
const meshless = { domain: [], cells: [], layers: ["0"], centres: [] } as const;

/** A trajectory of particles until time 1: a standard normal sample that turns and contracts, unless told otherwise. */
export function particleFlow(shape: StateShape = {}, given: Partial<FlowResult> = {}): FlowResult {
  const { dimension = 2, count = 30, times = evenTimes, tracksDensity = false } = shape;
  const { weights = new Float64Array(count).fill(1 / count) } = shape;
  const start = standardNormal(count * dimension, 7);
  const turning = (t: number, k: number): number[] => {
    const own = [...start.subarray(k * dimension, (k + 1) * dimension)];
    if (dimension === 1) return own.map((x) => x * Math.exp(-t));
    const [x = 0, y = 0, ...rest] = own;
    const [c, s] = [Math.exp(-t) * Math.cos(t), Math.exp(-t) * Math.sin(t)];
    return [c * x - s * y, s * x + c * y, ...rest];
  };
  const { at = turning } = shape;
  const snapshots = times.map((t) => {
    const positions = Array.from({ length: count }, (_, k) => at(t, k)).flat();
    const densities = tracksDensity ? new Array<number>(count).fill(-1) : [];
    return { n: Math.round(8 * t), t, density: Float64Array.from([...positions, ...densities]) };
  });
  const layout = { kind: "particles", dimension, count, weights, tracksDensity } as const;
  return { ...flow(), ...meshless, snapshots, layout, ...given } as FlowResult;
}

/** A trajectory of Gaussians until time 1: covariance diag(4, 1/4, 1, ...) that relaxes to 1, a mean that moves. */
export function gaussianFlow(shape: StateShape = {}, given: Partial<FlowResult> = {}): FlowResult {
  const { dimension = 2, times = evenTimes } = shape;
  const relaxing = (t: number): number[] => {
    const decay = Math.exp(-2 * t);
    const mean = Array.from({ length: dimension }, (_, k) => (k === 0 ? 2 : 1) * Math.exp(-(k + 1) * t));
    const matrix = Array.from({ length: dimension * dimension }, (_, k) => {
      const [row, column] = [Math.floor(k / dimension), k % dimension];
      if (row !== column) return row + column === 1 ? 0.4 * decay : 0;
      return 1 + ([3, -0.75][row] ?? 0) * decay;
    });
    return [...mean, ...matrix];
  };
  const { at = relaxing } = shape;
  const snapshots = times.map((t) => ({ n: Math.round(8 * t), t, density: Float64Array.from(at(t, 0)) }));
  return { ...flow(), ...meshless, snapshots, layout: { kind: "gaussian", dimension }, ...given } as FlowResult;
}

/** A flow of the same states at twice the speed. */
export function twiceAsFast(
  make: (shape: StateShape) => FlowResult,
  shape: StateShape = {},
  name = "Wasserstein flow",
): CompanionFlow {
  const times = shape.times ?? evenTimes;
  const fast = make({ ...shape, times: times.map((t) => 2 * t) });
  return { name, snapshots: fast.snapshots.map((one, k) => ({ ...one, t: times[k] })) };
}

/** A level of a study of states: no mesh. */
export function stateLevel(given: Partial<JudgedLevel>): JudgedLevel {
  return level({ cells: [], h: Number.NaN, gapMax: Number.NaN, densityMin: Number.NaN, ...given });
}

/** A tau sweep of Gaussians with two errors, the distance to the exact iterate known in the first. */
export function stateRecord(given: Partial<StudyRecord> = {}): StudyRecord {
  const levels = [10, 20, 40, 80].map((steps, k) =>
    stateLevel({
      ...{ level: k, steps, tau: 1 / steps, errors: { W2: 0.3 / steps, symKL: 0.1 / steps ** 2 } },
      iterateErrors: { W2: 1e-5 * (1 + k / 3) },
      orders: k === 0 ? {} : { W2: 1, symKL: 2 },
    }),
  );
  return record(levels, {
    ...{ scheme: "sliced", transport: "gaussian", errors: ["W2", "symKL"] },
    fits: { W2: { order: 1, constant: 0.3, levels: 4 }, symKL: { order: 2, constant: 0.1, levels: 4 } },
    ...given,
  });
}

/** A sweep of the number of directions, whose error falls like its root. */
export function parameterRecord(given: Partial<StudyRecord> = {}): StudyRecord {
  const path = "scheme.directions";
  const levels = [4, 8, 16, 32, 64].map((value, k) =>
    stateLevel({
      ...{ level: k, parameter: { path, value, size: 1 / value }, errors: { W2: 0.1 / Math.sqrt(value) } },
      orders: k === 0 ? {} : { W2: 0.5 },
    }),
  );
  const fits = { W2: { order: 0.5, constant: 0.1, levels: 5 } };
  return record(levels, {
    ...{ scheme: "sliced", transport: "particles", axis: "parameter", parameter: path, errors: ["W2"], fits },
    ...given,
  });
}
