import type { BenchCase, BenchEnding, BenchFigures, BenchPoint, BenchRecord } from "../../../src/bench/record.js";
import type { Machine } from "../../../src/report/table/manifest.js";

export const machine: Machine = {
  cpu: "Abacus 2",
  cores: 2,
  platform: "linux",
  architecture: "x64",
  node: "v20.19.0",
  kernel: "wasm",
};

export const provenance = { version: "0.1.0", dependencies: {}, commit: null, modified: false };

const nan = Number.NaN;

export function point(parts: Partial<BenchPoint> = {}): BenchPoint {
  return {
    scheme: "jko",
    transport: "exact",
    cells: [100],
    unknowns: 200,
    status: "ok",
    microseconds: 1000,
    newton: 3,
    rounds: 60,
    ratio: 0.5,
    growth: nan,
    ...parts,
  } as BenchPoint;
}

/** A point without numbers. */
export function unmeasuredPoint(ending: BenchEnding, parts: Partial<BenchFigures> = {}): BenchPoint {
  return point({ ...ending, microseconds: nan, newton: nan, rounds: 0, ratio: nan, growth: nan, ...parts });
}

const refused = { status: "unavailable", reason: "one axis only" } as const;
const euler = { scheme: "implicit-euler", transport: "scharfetter-gummel", newton: 2, ratio: 1 };

export function benchCase(parts: Partial<BenchCase> = {}): BenchCase {
  return {
    id: "box",
    title: "Heat & exchange",
    steps: 64,
    tau: 0.0015625,
    layers: 2,
    yardstick: "implicit-euler",
    points: [
      point(),
      point({ ...euler, microseconds: 2000 }),
      point({ cells: [200], unknowns: 400, microseconds: 2125, growth: 1.0874628, ratio: 0.53125 }),
      point({ ...euler, cells: [200], unknowns: 400, microseconds: 4000, growth: 1 }),
    ],
    growth: { jko: 1.0874628, "implicit-euler": 1 },
    ...parts,
  };
}

/** A square on which a scheme is missing, one mesh had no time and one failed. */
export const troubled = benchCase({
  id: "square",
  title: "",
  layers: 1,
  yardstick: "implicit-euler",
  points: [
    point({ cells: [8, 8], unknowns: 64, transport: "swept", ratio: nan }),
    unmeasuredPoint(refused, { ...euler, ratio: nan, cells: [8, 8], unknowns: 64 }),
    unmeasuredPoint(
      { status: "stalled", reason: "no descent" },
      { cells: [16, 16], unknowns: 256, transport: "swept" },
    ),
    unmeasuredPoint(refused, { ...euler, ratio: nan, cells: [16, 16], unknowns: 256 }),
    unmeasuredPoint({ status: "left-out" }, { cells: [32, 32], unknowns: 1024, transport: "swept" }),
  ],
  growth: { jko: nan, "implicit-euler": nan },
});

export function benchRecord(...cases: readonly BenchCase[]): BenchRecord {
  return { seconds: 3, cases };
}
