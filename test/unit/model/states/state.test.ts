import test from "ava";
import { createMesh } from "../../../../src/model/mesh.js";
import {
  type GaussianLayout,
  gaussianParts,
  gaussianState,
  momentsOf,
  type ParticleLayout,
  particleParts,
  particleState,
} from "../../../../src/model/states/state.js";
import { near } from "../../../support/matchers.js";

test("a Gaussian is its mean, then its covariance; its parts are views", (t) => {
  const { layout, values } = gaussianState([1, 2], [3, 4, 4, 5]);
  t.deepEqual([...values], [1, 2, 3, 4, 4, 5]);
  const { mean, covariance } = gaussianParts(layout as GaussianLayout, values);
  mean[0] = 9;
  covariance[3] = 8;
  t.deepEqual([...values], [9, 2, 3, 4, 4, 8]);
});

test("particles are their positions, then their log densities where they carry them; weights are equal unless given", (t) => {
  const plain = particleState(Float64Array.of(1, 2, 3, 4), 2);
  t.deepEqual(plain.layout, {
    kind: "particles",
    dimension: 2,
    count: 2,
    weights: Float64Array.of(0.5, 0.5),
    tracksDensity: false,
  });
  const { layout, values } = particleState(
    Float64Array.of(1, 2),
    1,
    Float64Array.of(0.25, 0.75),
    Float64Array.of(-7, -8),
  );
  t.deepEqual([...values], [1, 2, -7, -8]);
  const { positions, logDensity } = particleParts(layout as ParticleLayout, values);
  t.deepEqual(
    [[...positions], [...logDensity]],
    [
      [1, 2],
      [-7, -8],
    ],
  );
  logDensity[1] = 0;
  t.is(values[3], 0);
  t.is(particleParts(plain.layout as ParticleLayout, plain.values).logDensity.length, 0);
});

test("moments of a Gaussian are its numbers, and copies", (t) => {
  const state = gaussianState([1, 2], [3, 4, 4, 5]);
  const { mean, covariance } = momentsOf(state);
  t.deepEqual(
    [[...mean], [...covariance]],
    [
      [1, 2],
      [3, 4, 4, 5],
    ],
  );
  mean[0] = 7;
  t.is(state.values[0], 1);
});

test("moments of particles are weighted, and do not see log densities", (t) => {
  const state = particleState(Float64Array.of(0, 0, 4, 8), 2, Float64Array.of(0.25, 0.75), Float64Array.of(100, 200));
  const { mean, covariance } = momentsOf(state);
  t.deepEqual([...mean], [3, 6]);
  t.deepEqual([...covariance], [3, 6, 6, 12]);
});

test("moments far from the origin keep their digits", (t) => {
  const { covariance } = momentsOf(particleState(Float64Array.of(1e8 - 1, 1e8 + 1), 1));
  t.is(covariance[0], 1);
});

test("moments of cells are those of a density constant in each: of a uniform one, exactly", (t) => {
  const mesh = createMesh(
    [
      [-1, 2],
      [0, 4],
    ],
    [3, 5],
  );
  const values = new Float64Array(mesh.size).fill(1 / 12);
  const { mean, covariance } = momentsOf({ layout: { kind: "grid", dimension: 2, mesh }, values });
  [0.5, 2].forEach((value, k) => {
    near(t, mean[k], value, 1e-15);
  });
  [9 / 12, 0, 0, 16 / 12].forEach((value, k) => {
    near(t, covariance[k], value, 1e-14);
  });
});

test("moments of layers on one mesh are those of their sum", (t) => {
  const mesh = createMesh([[0, 3]], [3]);
  const [first, second] = [
    [0.1, 0.2, 0],
    [0.1, 0.2, 0.4],
  ];
  const layered = Float64Array.from({ length: 6 }, (_, k) => (k % 2 === 0 ? first : second)[Math.floor(k / 2)]);
  const layout = { kind: "grid", dimension: 1, mesh } as const;
  const [own, sum] = [
    momentsOf({ layout: { ...layout, layers: 2 }, values: layered }),
    momentsOf({ layout, values: Float64Array.from(first, (value, k) => value + second[k]) }),
  ];
  near(t, own.mean[0], sum.mean[0], 1e-15);
  near(t, own.covariance[0], sum.covariance[0], 1e-15);
});

test("moments of cells follow the order of the mesh: all mass in one cell", (t) => {
  const mesh = createMesh(
    [
      [0, 2],
      [0, 30],
    ],
    [2, 3],
  );
  const values = new Float64Array(mesh.size);
  // x runs fastest: cell (1, 2).
  values[1 + 2 * 2] = 1 / mesh.cellVolume;
  t.deepEqual([...momentsOf({ layout: { kind: "grid", dimension: 2, mesh }, values }).mean], [1.5, 25]);
});
