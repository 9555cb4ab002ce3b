import test from "ava";
import { meshDistanceOf } from "../../../src/convergence/index.js";
import { uniformEntropy } from "../../../src/model/energy.js";
import { createMesh } from "../../../src/model/mesh.js";
import { createModel, discretize } from "../../../src/model/model.js";
import type { Problem } from "../../../src/model/problem.js";
import { below, finite, near } from "../../support/matchers.js";

/** Two layers on [0, 2] with `cells` cells and constant potentials 0 and 1. */
function twoLayers(cells: number): Problem {
  const mesh = createMesh([[0, 2]], [cells]);
  const edge = { tails: Int32Array.of(0), heads: Int32Array.of(1), weights: Float64Array.of(1) };
  return {
    mesh,
    graph: { layers: ["a", "b"], ...edge },
    exchange: { mobility: "unit", cost: "quadratic", mobilityAt: "previous" },
    energy: uniformEntropy(1, 2),
    potential: Float64Array.from({ length: 2 * cells }, (_, k) => k % 2),
    initial: new Float64Array(2 * cells).fill(0.25),
    mass: 1,
    finalTime: 1,
  };
}

const problem = twoLayers(2);
/** The same with cells of half the width. */
const halved: Problem = { ...problem, mesh: createMesh([[0, 1]], [2]) };
const density = Float64Array.of(0.3, 0.2, 0.1, 0.4);
const reference = Float64Array.of(0.25, 0.25, 0.25, 0.25);

test("L1 sums absolute differences times the cell volume over layers and cells", (t) => {
  near(t, meshDistanceOf("L1").distance(problem, density, reference), 0.05 + 0.05 + 0.15 + 0.15, 1e-14);
  near(t, meshDistanceOf("L1").distance(halved, density, reference), 0.5 * (0.05 + 0.05 + 0.15 + 0.15), 1e-14);
});

test("L2 is the root of the summed squares times the cell volume", (t) => {
  near(
    t,
    meshDistanceOf("L2").distance(twoLayers(2), density, reference),
    Math.sqrt(2 * 0.05 ** 2 + 2 * 0.15 ** 2),
    1e-14,
  );
  near(
    t,
    meshDistanceOf("L2").distance(halved, density, reference),
    Math.sqrt(0.5 * (2 * 0.05 ** 2 + 2 * 0.15 ** 2)),
    1e-14,
  );
});

test("Linf is the largest absolute difference of cell averages, NaN if one is", (t) => {
  near(t, meshDistanceOf("Linf").distance(problem, density, reference), 0.15, 1e-14);
  near(t, meshDistanceOf("Linf").distance(problem, Float64Array.of(0.05, 0.35, 0.3, 0.3), reference), 0.2, 1e-14);
  t.is(meshDistanceOf("Linf").distance(problem, Float64Array.of(0.3, Number.NaN, 0.1, 0.4), reference), Number.NaN);
});

test("KL is the relative entropy of the density to the reference for equal masses", (t) => {
  const expected = density.reduce((sum, f, k) => sum + f * Math.log(f / reference[k]), 0);
  near(t, meshDistanceOf("KL").distance(problem, density, reference), expected, 1e-14);
});

test("KL of nearly equal densities is half the squared difference over the reference, to all digits", (t) => {
  const beside = Float64Array.of(0.25 + 2 ** -40, 0.25 - 2 ** -40, 0.25, 0.25);
  const expected = 2 * (2 ** -80 / (2 * 0.25));
  near(t, meshDistanceOf("KL").distance(problem, beside, reference), expected, { relative: 1e-11 });
});

test("KL of densities that differ by a part q has eleven digits below 1e-4, and above as many as f log(f/r) - f + r has", (t) => {
  for (const q of [3e-5, 0.9e-4, 1.1e-4, 1e-3, 0.05]) {
    for (const part of [q, -q]) {
      const beside = reference.with(0, 0.25 * (1 + part));
      const expected = 0.25 * ((1 + part) * Math.log1p(part) - part);
      // Terms of size 1 (here: of size q) sum to q^2/2.
      const lost = q < 1e-4 ? 1e-11 + 1e-15 / q : 2e-15 / q ** 2;
      near(t, meshDistanceOf("KL").distance(problem, beside, reference), expected, { relative: lost }, `${part}`);
    }
  }
});

test("KL counts an empty cell as what the reference has there", (t) => {
  const empty = Float64Array.of(0, 0.5, 0.25, 0.25);
  const expected = 0.5 * Math.log(2);
  near(t, meshDistanceOf("KL").distance(problem, empty, reference), expected, 1e-14);
});

test("KL is infinite where mass lies outside the support of the reference, finite where it underflowed", (t) => {
  const vanishing = Float64Array.of(0, 0.5, 0.25, 0.25);
  t.is(meshDistanceOf("KL").distance(problem, reference, vanishing), Number.POSITIVE_INFINITY);
  const tail = Float64Array.of(1e-40, 0.5, 0.25, 0.25);
  below(t, meshDistanceOf("KL").distance(problem, tail, vanishing), 1e-36);
});

test("KL takes mass outside of the support of the reference for round-off up to 1e-14 of all mass", (t) => {
  for (const [width, mass] of [
    [1, 1],
    [1e-3, 1],
    [1e3, 1],
    [1, 1e6],
    [1, 1e-6],
  ] as const) {
    const other: Problem = { ...problem, mesh: createMesh([[0, 2 * width]], [2]), mass };
    const held = reference.map((f) => (f * mass) / width);
    const gap = held.with(0, 0);
    const kept = (part: number) => meshDistanceOf("KL").distance(other, held.with(0, (part * mass) / width), gap);
    finite(t, kept(0.5e-14), `${width} ${mass}`);
    t.is(kept(2e-14), Number.POSITIVE_INFINITY, `${width} ${mass}`);
  }
});

test("KL of a negative density, or to a negative reference, is not a number", (t) => {
  t.is(meshDistanceOf("KL").distance(problem, reference, Float64Array.of(-0.1, 0.6, 0.25, 0.25)), Number.NaN);
  t.is(meshDistanceOf("KL").distance(problem, Float64Array.of(-0.1, 0.6, 0.25, 0.25), reference), Number.NaN);
});

test("W2 compares the marginals in x: mass moved between layers does not count", (t) => {
  t.is(meshDistanceOf("W2").distance(problem, Float64Array.of(0.5, 0, 0, 0.5), reference), 0);
});

test("W2 of a marginal moved by a cell is the cell width", (t) => {
  const mesh = createMesh([[0, 1.5]], [3]);
  const wide = { ...problem, mesh };
  const before = Float64Array.of(1, 1, 0, 0, 0, 0);
  const after = Float64Array.of(0, 0, 2, 0, 0, 0);
  near(t, meshDistanceOf("W2").distance(wide, after, before), 0.5, 1e-14);
});

test("W2 is not a number on two axes", (t) => {
  const plane = {
    ...problem,
    mesh: createMesh(
      [
        [0, 1],
        [0, 1],
      ],
      [2, 1],
    ),
  };
  t.is(meshDistanceOf("W2").distance(plane, density, reference), Number.NaN);
});

test("mass is the l1 distance of the layers' masses", (t) => {
  // Layer a has 0.4 instead of 0.5, layer b 0.6.
  near(t, meshDistanceOf("mass").distance(problem, density, reference), 0.2, 1e-14);
  near(t, meshDistanceOf("mass").distance(halved, density, reference), 0.1, 1e-14);
});

test("energy is the absolute difference of the entropies", (t) => {
  const energy = (f: Float64Array): number =>
    f.reduce((sum, value, k) => sum + value * (Math.log(value) - 1 + (k % 2)), 0);
  near(
    t,
    meshDistanceOf("energy").distance(problem, density, reference),
    Math.abs(energy(density) - energy(reference)),
    1e-14,
  );
  t.is(
    meshDistanceOf("energy").distance(problem, reference, density),
    meshDistanceOf("energy").distance(problem, density, reference),
  );
});

test("energies are compared at the mass of the density, whatever that of the reference", (t) => {
  const expected = meshDistanceOf("energy").distance(problem, density, reference);
  for (const factor of [2, 0.5, 1 + 1e-9]) {
    const scaled = reference.map((f) => factor * f);
    near(t, meshDistanceOf("energy").distance(problem, density, scaled), expected, 1e-14);
  }
});

test("a constant in the potential, however large, is no part of the energy error, nor is what the masses differ by", (t) => {
  const energyOn = (offset: number): number => {
    const model = { domain: [[0, 1]] as const, potential: `${offset} + cos(pi*x)`, initial: 1, finalTime: 1 };
    const problem = discretize(createModel(model), [40]);
    const wave = (a: number) =>
      Float64Array.from({ length: 40 }, (_, k) => 1 + a * Math.cos((Math.PI * (k + 0.5)) / 40));
    const lighter = wave(0.3).map((value) => value * (1 - 1e-14));
    return meshDistanceOf("energy").distance(problem, lighter, wave(0.31));
  };
  for (const offset of [1e4, -1e6, 1e8]) {
    near(t, energyOn(offset), energyOn(0), { relative: 1e-6 + 1e-14 * Math.abs(offset) }, String(offset));
  }
});
