import type { JudgedLevel, StudyRecord } from "../../../../src/study/record/record.js";
import type { FlowResult } from "../../../../src/study/run/options.js";

/** A flawless level, but for what is given. */
export function level(given: Partial<JudgedLevel>): JudgedLevel {
  return {
    level: 0,
    steps: 10,
    tau: 0.1,
    cells: [100],
    h: 0.01,
    status: "ok",
    errors: {},
    referenceErrors: {},
    solverError: 0,
    timeError: Number.NaN,
    meshError: Number.NaN,
    newtonMean: 3,
    newtonMax: 4,
    gapMax: 0,
    residualMax: 0,
    massDrift: 0,
    energyMonotone: true,
    densityMin: 0.1,
    orders: {},
    ordersH: {},
    flags: [],
    ...given,
  };
}

/** A record of a tau sweep in the L1 norm, but for what is given. */
export function record(levels: readonly JudgedLevel[], given: Partial<StudyRecord> = {}): StudyRecord {
  return {
    id: "synthetic",
    title: "Synthetic errors",
    question: "Are they drawn?",
    scheme: "jko",
    transport: "exact",
    axis: "tau",
    errors: ["L1"],
    reference: { kind: "formula", description: "none" },
    levels,
    verdict: { pass: true, exitCode: 0, reasons: [], warnings: [] },
    findings: [],
    fits: {},
    ...given,
  };
}

/** Levels to time 1 whose errors are functions of tau. */
export function tauSweep(
  steps: readonly number[],
  errors: Readonly<Record<string, (tau: number) => number>>,
): JudgedLevel[] {
  return steps.map((count, k) => {
    const values = Object.entries(errors).map(([name, error]) => [name, error(1 / count)] as const);
    return level({ level: k, steps: count, tau: 1 / count, errors: Object.fromEntries(values) });
  });
}

/** A tensor sweep, meshes outermost, whose levels are functions of tau and h. */
export function tensorSweep(
  steps: readonly number[],
  cells: readonly number[],
  given: (tau: number, h: number) => Partial<JudgedLevel>,
): StudyRecord {
  const levels = cells.flatMap((count) =>
    steps.map((n) => level({ steps: n, tau: 1 / n, cells: [count], h: 1 / count, ...given(1 / n, 1 / count) })),
  );
  return record(levels, { axis: "tensor" });
}

export interface FlowShape {
  readonly layers?: readonly string[];
  readonly cells?: number;
  readonly steps?: number;
  readonly times?: readonly number[];
  readonly density?: (t: number, x: number, layer: number) => number;
  readonly row?: (n: number) => Partial<FlowResult["rows"][number]>;
}

/** A trajectory on the unit interval until time 1. */
export function flow(shape: FlowShape = {}, given: Partial<FlowResult> = {}): FlowResult {
  const { layers = ["a", "b"], cells = 20, steps = 8, times = [0, 0.5, 1] } = shape;
  const { density = (t, x) => 1 + Math.exp(-t) * Math.cos(Math.PI * x), row = () => ({}) } = shape;
  const centres = Array.from({ length: cells }, (_, i) => [(i + 0.5) / cells]);
  const sample = (t: number) =>
    Float64Array.from({ length: cells * layers.length }, (_, k) =>
      density(t, centres[Math.floor(k / layers.length)]?.[0], k % layers.length),
    );
  return {
    id: "synthetic",
    status: "ok",
    steps,
    tau: 1 / steps,
    domain: [[0, 1]],
    cells: [cells],
    layers,
    centres,
    rows: Array.from({ length: steps + 1 }, (_, n) => ({ ...defaultRow(n, steps), ...row(n) })),
    snapshots: times.map((t) => ({ n: Math.round(t * steps), t, density: sample(t) })),
    ...given,
  } as FlowResult;
}

export interface PlaneShape {
  readonly layers?: readonly string[];
  readonly domain?: FlowResult["domain"];
  readonly cells?: readonly [number, number];
  readonly times?: readonly number[];
  readonly density?: (t: number, x: number, y: number, layer: number) => number;
}

/** A trajectory on a rectangle until time 1, with the density at the cell centres. */
export function planeFlow(shape: PlaneShape = {}, given: Partial<FlowResult> = {}): FlowResult {
  const { layers = ["a", "b"], cells = [12, 8], times = [0, 0.5, 1] } = shape;
  const {
    domain = [
      [0, 1],
      [0, 1],
    ],
    density = (t, x, y, k) => 1 + k + Math.exp(-t) * Math.cos(3 * x) * y,
  } = shape;
  const at = (axis: number, index: number): number => {
    const [low, high] = domain[axis];
    return low + ((index + 0.5) * (high - low)) / cells[axis];
  };
  const centres = Array.from({ length: cells[0] * cells[1] }, (_, cell) => [
    at(0, cell % cells[0]),
    at(1, Math.floor(cell / cells[0])),
  ]);
  const sample = (t: number) =>
    Float64Array.from(centres.flatMap(([x = 0, y = 0]) => layers.map((_, layer) => density(t, x, y, layer))));
  const snapshots = times.map((t) => ({ n: Math.round(8 * t), t, density: sample(t) }));
  return { ...flow({ layers }), domain, cells, centres, snapshots, ...given } as FlowResult;
}

function defaultRow(n: number, steps: number): FlowResult["rows"][number] {
  return {
    n,
    t: n / steps,
    energy: Math.exp(-n / steps),
    dissipation: n === 0 ? 0 : Math.exp(-n),
    mass: 1,
    gap: 0,
    residual: 0,
    iterations: n === 0 ? 0 : 3 + (n % 2),
    backtracks: 0,
    densityMin: 0.1,
    energyMonotone: true,
  };
}
