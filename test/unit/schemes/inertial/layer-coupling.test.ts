/* The edges' part of the Hamilton-Jacobi equation is minus the derivative of the kinetic energy in the density. */
import test from "ava";
import { type MobilityName, mobilityNames } from "../../../../src/model/exchange.js";
import { createLayerCoupling } from "../../../../src/schemes/inertial/layer-coupling.js";
import { near } from "../../../support/matchers.js";
import { problemOf } from "../../../support/runs.js";

const layers = ["a", "b", "c"];

function problem(mobility: MobilityName) {
  return problemOf(
    {
      domain: [[0, 2]],
      graph: {
        nodes: layers,
        edges: [
          ["a", "b", 1.3],
          ["b", "c", 0.6],
          ["a", "c", 0.4],
        ],
      },
      potential: { a: 0, b: "0.4*x", c: -0.3 },
      exchange: { mobility },
      initial: { a: "1 + 0.2*x", b: 0.4, c: 0.7 },
      finalTime: 1,
    },
    2,
  );
}

const phi = Float64Array.of(0.3, -0.2, 0.5, 0.1, 0.6, -0.4);

for (const mobility of mobilityNames) {
  test(`the potential moves by minus the time times the derivative of the kinetic energy: ${mobility}`, (t) => {
    const own = problem(mobility);
    const time = 1e-3;
    const { advance, kinetic } = createLayerCoupling(own, time);
    const f = own.initial;
    const moved = phi.slice();
    t.is(advance(f, moved), undefined);
    for (let k = 0; k < f.length; k++) {
      const d = 1e-6 * f[k];
      const at = (by: number): number =>
        kinetic(
          f.map((value, i) => (i === k ? value + by : value)),
          phi,
        );
      const slope = (at(d) - at(-d)) / (2 * d) / own.mesh.cellVolume;
      near(t, (moved[k] - phi[k]) / time + slope, 0, 1e-7 * (1 + Math.abs(slope)), `${k}: ${moved[k]}, ${slope}`);
    }
  });
}

test("the kinetic energy is half the sum of volume, weight, mobility and squared difference", (t) => {
  const own = problem("arithmetic");
  const f = own.initial;
  let sum = 0;
  for (const cell of [0, 1]) {
    const at = (values: Float64Array, layer: number): number => values[3 * cell + layer];
    for (const [p, q, weight] of [
      [0, 1, 1.3],
      [1, 2, 0.6],
      [0, 2, 0.4],
    ] as const) {
      sum += weight * 0.5 * (at(f, p) + at(f, q)) * (at(phi, p) - at(phi, q)) ** 2;
    }
  }
  near(t, createLayerCoupling(own, 1).kinetic(f, phi), 0.5 * own.mesh.cellVolume * sum, 1e-14);
});

test("with mobility upwind the donor has the smaller potential phi", (t) => {
  const own = problem("upwind");
  const f = Float64Array.of(0.5, 0.1, 0.2, 0.5, 0.1, 0.2);
  const raised = Float64Array.of(1, 0, 1, 0, 0, 0);
  // b gives to a and to c: both edges carry b's density.
  const expected = 0.5 * own.mesh.cellVolume * (1.3 * 0.1 + 0.6 * 0.1);
  near(t, createLayerCoupling(own, 1).kinetic(f, raised), expected, 1e-15);
});

test("a layer that is nearly empty is a vacuum where the mobility's slope there is large", (t) => {
  const own = problem("logarithmic");
  const f = Float64Array.of(1, 1e-9, 1, 1, 1, 1);
  const found = createLayerCoupling(own, 0.1).advance(f, Float64Array.of(0, 0.5, 0, 0, 0, 0));
  t.is(found?.cell, 0);
  t.is(createLayerCoupling(own, 0.1).advance(f, new Float64Array(6)), undefined);
  t.is(createLayerCoupling(problem("unit"), 0.1).advance(f, Float64Array.of(0, 0.5, 0, 0, 0, 0)), undefined);
});
