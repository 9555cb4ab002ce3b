import test from "ava";
import { wasserstein2 } from "../../../../src/convergence/index.js";
import { createMesh } from "../../../../src/model/mesh.js";
import { gaussianState, type State } from "../../../../src/model/states/state.js";
import { erfDifference } from "../../../../src/numerics/erf-difference.js";
import { below, near } from "../../../support/matchers.js";
import { stateDistance } from "./distances.js";

function onMesh(domain: readonly (readonly [number, number])[], cells: readonly number[], values: number[]): State {
  return {
    layout: { kind: "grid", dimension: cells.length, mesh: createMesh(domain, cells) },
    values: Float64Array.from(values),
  };
}

/** Mass of N(m, s²) between a and b. */
const mass = (m: number, s: number, a: number, b: number): number =>
  erfDifference((a - m) / (s * Math.SQRT2), (b - m) / (s * Math.SQRT2)) / 2;

test("L1 of densities on one mesh is the sum of volume times difference", (t) => {
  const [a, b] = [onMesh([[0, 2]], [4], [0.5, 0.5, 0.5, 0.5]), onMesh([[0, 2]], [4], [1, 0, 0.75, 0.25])];
  t.is(stateDistance("L1", a, b), 0.5 * (0.5 + 0.5 + 0.25 + 0.25));
});

test("L1 from a Gaussian compares with its cell averages, and counts the mass off the mesh", (t) => {
  const grid = onMesh([[-1, 3]], [4], [0.1, 0.4, 0.3, 0.2]);
  const gaussian = gaussianState([0.5], [0.49]);
  const inside = grid.values.reduce((sum, value, k) => sum + Math.abs(value - mass(0.5, 0.7, k - 1, k)), 0);
  const expected = inside + 1 - mass(0.5, 0.7, -1, 3);
  near(t, stateDistance("L1", grid, gaussian), expected, 1e-14);
  near(t, stateDistance("L1", gaussian, grid), expected, 1e-14);
});

test("L1 from a Gaussian in the plane, with and without correlation", (t) => {
  const zero = onMesh(
    [
      [-6, 6],
      [-9, 9],
    ],
    [12, 9],
    new Array(108).fill(0),
  );
  near(t, stateDistance("L1", zero, gaussianState([0, 0], [1, 0.8, 0.8, 2])), 1, 1e-8);
  const averages = Array.from({ length: 108 }, (_, k) => {
    const [x, y] = [(k % 12) - 6, 2 * Math.floor(k / 12) - 9];
    return (mass(0.2, 0.6, x, x + 1) * mass(-1, 1.3, y, y + 2)) / 2;
  });
  const grid = onMesh(
    [
      [-6, 6],
      [-9, 9],
    ],
    [12, 9],
    averages,
  );
  below(t, stateDistance("L1", grid, gaussianState([0.2, -1], [0.36, 0, 0, 1.69])), 1e-9);
});

test("W2 of densities on a mesh is that of their distribution functions, W2 from a Gaussian that of the moments", (t) => {
  const [a, b] = [onMesh([[0, 2]], [4], [0.5, 0.5, 0.5, 0.5]), onMesh([[0, 2]], [4], [1, 0, 0.75, 0.25])];
  const masses = ({ values }: State) => values.map((value) => value / 2);
  t.is(stateDistance("W2", a, b), wasserstein2(masses(a), masses(b), 0.5));
  // A uniform density on [0, 2] has mean 1 and variance 1/3.
  near(t, stateDistance("W2", a, gaussianState([1], [3])), 2 / Math.sqrt(3), 1e-14);
  near(t, stateDistance("mean", a, gaussianState([4], [3])), 3, 1e-14);
});
