import type { StateModelSpec } from "../../../../src/model/states/state-model.js";
import type { DescribedStudy, ReportInput } from "../../../../src/report/page/described.js";
import { gaussianFlow, stateRecord } from "../figure/states.js";
import { sampleInput } from "./sample.js";

/** Gaussians under the sliced movement. */
export const slicedStudy: DescribedStudy<StateModelSpec> = {
  ...{ id: "synthetic", source: "" },
  model: {
    dimension: 2,
    state: {
      kind: "gaussian",
      mean: [1, 2],
      covariance: [
        [1, -0.3],
        [-0.3, 2],
      ],
    },
    functional: {
      potential: {
        matrix: [
          [1.2, 0.5],
          [0.5, 0.6],
        ],
        centre: [0.7, -0.4],
      },
      entropy: 1,
    },
    finalTime: 0.5,
  },
  scheme: { name: "sliced", directions: 64, rule: "uniform", seed: 1, tolerance: 1e-10 },
};

/** Maps on nodes, with an internal energy. */
export const mapStudy: DescribedStudy<StateModelSpec> = {
  ...{ id: "synthetic", source: "" },
  model: {
    dimension: 1,
    state: { kind: "barenblatt", scale: 1 },
    functional: { potential: "x1^2/2", internal: { exponent: 2 } },
    finalTime: 1,
  },
  scheme: {
    ...{ name: "input-convex", width: 8, penalty: 1e-7, seed: 1, tolerance: 1e-8 },
    nodes: { rule: "gauss-hermite", count: 24, seed: 1 },
  },
};

/** Particles with an interaction in the Gromov–Wasserstein movement. */
export const gromovStudy: DescribedStudy<StateModelSpec> = {
  ...{ id: "synthetic", source: "" },
  model: {
    dimension: 2,
    state: { kind: "particles", sample: "normal", count: 12, seed: 3 },
    functional: { interaction: "r^4/4 - r^2/2" },
    finalTime: 0.4,
  },
  scheme: { name: "gromov", onNonInvariant: "refuse", tolerance: 1e-10 },
};

/** A report on Gaussians under the sliced movement. */
export const stateInput: ReportInput = {
  ...sampleInput,
  record: stateRecord(),
  study: slicedStudy,
  trajectory: { flow: gaussianFlow(), figures: [] },
};
