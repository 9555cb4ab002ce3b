import test from "ava";
import { seededRandom } from "../../../../src/numerics/random.js";
import { createLineCost, curvatureProduct, type Line } from "../../../../src/schemes/sliced/line-cost.js";
import { near } from "../../../support/matchers.js";
import { bruteLine, histogram } from "./histograms.js";

test("the distance of histograms is that of their quantiles; both derivatives agree with differences", (t) => {
  const random = seededRandom(7);
  const [bins, width] = [9, 0.4];
  const [p, q] = [histogram(bins, random), histogram(bins, random)];
  const cost = createLineCost();
  const lineOf = (masses: Float64Array): Line => {
    const [potential, curvature] = [new Float64Array(bins), new Float64Array(3 * bins)];
    return { masses, previous: q, potential, curvature, offset: 0, bins, width };
  };
  const at = lineOf(p);
  near(t, cost.squaredDistance(at), bruteLine(p, q, width), 1e-6);
  const h = 1e-5;
  for (let k = 1; k < bins; k++) {
    const change = new Float64Array(bins).map((_, j) => (j === k ? 1 : j === 0 ? -1 : 0));
    const moved = (t1: number) => lineOf(p.map((x, j) => x + t1 * change[j]));
    const [forth, back] = [moved(h), moved(-h)];
    const slope = (cost.squaredDistance(forth) - cost.squaredDistance(back)) / (2 * h);
    near(t, slope - at.potential[k] + at.potential[0], 0, 1e-8);
    const second = new Float64Array(bins);
    curvatureProduct(at, change, new Float64Array(bins + 1), second);
    for (let j = 1; j < bins; j++) {
      const relative = (line: Line) => line.potential[j] - line.potential[0];
      const expected = (relative(forth) - relative(back)) / (2 * h);
      near(t, expected - second[j] + second[0], 0, 1e-5 * (1 + Math.abs(expected)));
    }
  }
});

test("potentials are as accurate in tails of little mass, left and right: Gaussians apart by a shift", (t) => {
  const [bins, width] = [400, 0.05];
  const gaussian = (centre: number) => {
    const values = Float64Array.from({ length: bins }, (_, j) => Math.exp(-(((j + 0.5) * width - centre) ** 2) / 0.5));
    const total = values.reduce((sum, value) => sum + value, 0);
    return values.map((value) => value / total);
  };
  const [potential, curvature] = [new Float64Array(bins), new Float64Array(3 * bins)];
  const [masses, previous] = [gaussian(10.5), gaussian(9.5)];
  createLineCost().squaredDistance({ masses, previous, potential, curvature, offset: 0, bins, width });
  // phi' = 2 (x - T(x)) = 2, at masses from 1e-60 to 1e-2.
  for (let j = 80; j < 340; j++) {
    const slope = (potential[j + 1] - potential[j]) / width;
    near(t, slope, 2, 2e-2, `${j}: ${slope}`);
  }
});
