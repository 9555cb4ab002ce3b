import type { BoundReference } from "../../../src/reference/kinds.js";
import { prepareReference, sampleReference } from "../../../src/reference/reference.js";
import type { ReferenceData, ReferenceDemand } from "../../../src/reference/types.js";
import * as cases from "./problems.js";

export const level = { cells: [40], steps: 4 };
export const demand: ReferenceDemand = { levels: [{ ...level, times: [1, 4] }] };

export function sample(data: ReferenceData, n = 4) {
  const { density, companion, companionFactor } = sampleReference(data, level, n);
  return { density, companion, companionFactor };
}

/** L1 error against exact cell averages and the estimate of the reference itself. */
export function judge(
  data: ReferenceData,
  sketch: cases.Sketch,
  exact: (x: number, layer: number, t: number) => number,
  n = 4,
) {
  const problem = cases.discretize(sketch, 40);
  const { density, companion, companionFactor } = sample(data, n);
  const t = (sketch.finalTime * n) / level.steps;
  const truth = cases.cellAverages(sketch.domain, 40, sketch.layers, (x, layer) => exact(x, layer, t));
  return {
    error: cases.errorL1(problem, density, truth),
    estimate: companionFactor * cases.errorL1(problem, density, companion),
  };
}

export const prepare = (spec: BoundReference, sketch: cases.Sketch, what = demand) =>
  prepareReference(spec, cases.sourceOf(sketch), what);

export const flat = (mobility: NonNullable<cases.Sketch["mobility"]>, potential: [number, number]): cases.Sketch => ({
  domain: [0, 2],
  layers: 2,
  edges: [[0, 1, 0.8]],
  mobility,
  potential: (_, layer) => potential[layer],
  initial: (_, layer) => [0.45, 0.05][layer],
  finalTime: 1,
});

/** A stiff edge beside a soft one. */
export function softBesideStiff(stiff: number): cases.Sketch {
  return {
    domain: [0, 1],
    layers: 3,
    edges: [
      [0, 1, stiff],
      [1, 2, 0.4],
    ],
    potential: () => 0,
    initial: (_, layer) => [0.45, 0.05, 0.2][layer],
    finalTime: 1,
  };
}

/**
 * Its limit for infinite stiffness, the pair of mean p and the third layer r: p' = -K (p - r)/2, r' = K (p - r), at
 * rate 3 K/2.
 */
export const softLimit = (_: number, layer: number, time: number): number =>
  0.7 / 3 + (layer < 2 ? 1 : -2) * ((0.05 * Math.exp(-0.6 * time)) / 3);

export const gaussianSketch: cases.Sketch = {
  domain: [-8, 8],
  layers: 1,
  potential: (x) => x ** 2 / 2,
  initial: (x) => cases.gaussian(x, 1.5, 0.5),
  finalTime: 0.5,
};
export const gaussianSpec = { kind: "exact-iterate", mean: 1.5, variance: 0.5, centre: 0, stiffness: 1 } as const;
