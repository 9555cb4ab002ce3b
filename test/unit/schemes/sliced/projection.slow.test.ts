import test from "ava";
import { createMesh } from "../../../../src/model/mesh.js";
import { createDirections } from "../../../../src/schemes/sliced/directions.js";
import { createProjection, trapezoidShare } from "../../../../src/schemes/sliced/projection.js";
import { below, near } from "../../../support/matchers.js";
import { largestDifference } from "./setting.js";

test("a cell projects to a trapezoid: shares as by many points, with sum 1", (t) => {
  near(t, trapezoidShare(0.3, 0.2, 0.4), 0.5, 1e-15);
  const mesh = createMesh(
    [
      [-1, 2],
      [0, 1],
    ],
    [6, 3],
  );
  const vectors = createDirections(2, { directions: 5, rule: "uniform", seed: 1 }).ofStep(0);
  const { offsets, widths, project } = createProjection(mesh, vectors);
  const bins = new Float64Array(offsets[5]);
  const fine = 400;
  for (const cell of [0, 7, 17]) {
    project(
      new Float64Array(18).map((_, c) => (c === cell ? 1 : 0)),
      bins,
    );
    for (let l = 0; l < 5; l++) {
      const [x, y] = [vectors[2 * l], vectors[2 * l + 1]];
      const lower = Math.min(-x, 2 * x) + Math.min(0, y);
      const counted = new Float64Array(offsets[l + 1] - offsets[l]);
      for (let k = 0; k < fine * fine; k++) {
        const u = -1 + 0.5 * ((cell % 6) + ((k % fine) + 0.5) / fine);
        const v = (Math.floor(cell / 6) + (Math.floor(k / fine) + 0.5) / fine) / 3;
        const bin = Math.floor((u * x + v * y - lower) / widths[l]);
        counted[bin] = counted[bin] + 1 / fine ** 2;
      }
      const shares = bins.subarray(offsets[l], offsets[l + 1]);
      below(t, largestDifference(shares, counted), 3e-3);
      near(
        t,
        shares.reduce((sum, share) => sum + share, 0),
        1,
        1e-15,
      );
    }
  }
});
