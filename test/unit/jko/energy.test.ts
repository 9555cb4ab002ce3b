/*
 Energies as the dual problem sees them, against the energies themselves (src/model/energy.ts) and difference quotients.
 */
import test from "ava";
import { createDualEnergy } from "../../../src/jko/energy.js";
import type { EnergySpec } from "../../../src/model/energies/kinds.js";
import { createInternalEnergies } from "../../../src/model/energy.js";
import { atMost, near } from "../../support/matchers.js";
import { problemOf } from "../../support/runs.js";

const energies: readonly EnergySpec[] = [
  { temperature: { a: 0.5, b: 2 } },
  ...[1.5, 2, 3, 4].map((exponent): EnergySpec => ({ kind: "porous-medium", exponent, regularization: 1e-3 })),
];

for (const spec of energies) {
  const graph = { nodes: ["a", "b"], edges: [["a", "b", 1]] as [string, string, number][] };
  const model = { domain: [[0, 2]] as [[number, number]], graph, potential: 0, energy: spec, initial: 1, finalTime: 1 };
  const problem = problemOf({ ...model, exchange: { mobility: "arithmetic" } }, 4);
  const h = problem.mesh.cellVolume;
  const energy = createDualEnergy(problem);
  const internal = createInternalEnergies(problem);
  const isEntropy = !("exponent" in spec);

  test(`${JSON.stringify(spec)}: what is asked for inverts U', and the pressure is f U' - U`, (t) => {
    for (const s of [1e-30, 1e-12, 1e-3, 0.1, 1, 30]) {
      const potentials = Float64Array.from(problem.potential, (v, k) => v + internal[k % 2]?.slope(s));
      const asked = new Float64Array(potentials.length);
      energy.ask(potentials, asked);
      for (const mass of asked) near(t, mass, h * s, { relative: 1e-10 }, `${s}: ${mass / h}`);
      const pressure = internal.reduce((sum, { value, slope }) => sum + 4 * h * (s * slope(s) - value(s)), 0);
      atMost(t, Math.abs(energy.pressure(asked) - pressure), 1e-11 * Math.abs(pressure) + 1e-15 * Math.abs(s), `${s}`);
    }
  });

  test(`${JSON.stringify(spec)}: stiffness and chords of what is asked for`, (t) => {
    for (const [layer, { slope }] of internal.entries()) {
      for (const s of [1e-8, 1e-2, 1, 5]) {
        const d = 1e-5 * s;
        const quotient = (2 * d * h) / (slope(s + d) - slope(s - d));
        near(t, energy.stiffness(layer, h * s), quotient, { relative: 1e-5 });
        for (const r of [-0.9, -0.3, 1e-5, 0.5, 20]) {
          const chord = (r * h * s) / (slope(s * (1 + r)) - slope(s));
          near(t, energy.secant(layer, h * s, r * h * s), chord, { relative: 1e-5 }, `${s} ${r}`);
        }
      }
    }
  });

  test(`${JSON.stringify(spec)}: divergence, its parabola and its bound`, (t) => {
    for (const [layer, { value, slope, curvature }] of internal.entries()) {
      for (const s of [1e-3, 0.4, 3]) {
        for (const r of [-0.8, -0.2, 0.3, 4]) {
          const plain = h * (value(s * (1 + r)) - value(s) - slope(s) * s * r);
          near(t, energy.divergence(layer, h * s, r * h * s), plain, 1e-9 * plain, `${s} ${r}`);
        }
        for (const r of [1e-3, 1e-5, 1e-8]) {
          const parabola = 0.5 * h * curvature(s) * (r * s) ** 2;
          near(t, energy.divergence(layer, h * s, r * h * s), parabola, { relative: 3 * r + 1e-9 });
          near(t, energy.bound(layer, h * s, r * h * s), parabola, { relative: 3 * r + 1e-9 });
        }
        if (isEntropy) {
          for (const r of [-0.9, -0.5, 1, 10]) {
            const whole = energy.divergence(layer, h * s, r * h * s);
            atMost(t, energy.bound(layer, h * s, r * h * s), whole * (1 + 1e-12));
          }
        }
      }
      const z = -3;
      const faint = energy.divergenceOfFaint(layer, 0.2 * h, z);
      near(t, faint, h * (value(0.2) - 0.2 * z), 1e-14);
    }
  });
}
