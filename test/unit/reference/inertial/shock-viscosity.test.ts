import test from "ava";
import { createRoughness } from "../../../../src/model/roughness.js";
import { createShockViscosity } from "../../../../src/reference/inertial/shock-viscosity.js";
import { above, below, near } from "../../../support/matchers.js";
import { discretize, gaussian, type Sketch } from "../problems.js";

const bell: Sketch = {
  domain: [-3, 3],
  layers: 2,
  edges: [[0, 1, 1]],
  potential: () => 0,
  initial: (x, layer) => (1 + layer) * gaussian(x, 0.3, 1),
  temperature: 0.7,
  finalTime: 1,
};

/** Largest rate of a smooth state, and the sum of those of densities. */
function ratesOn(cells: number): { most: number; drift: number } {
  const problem = discretize(bell, cells);
  const count = problem.initial.length;
  const state = new Float64Array(2 * count);
  state.set(problem.initial);
  for (let k = 0; k < count; k++) {
    const x = -3 + ((Math.floor(k / 2) + 0.5) * 6) / cells;
    state[count + k] = 0.5 * Math.cos((Math.PI * (x + 3)) / 6) + 0.1 * (k % 2);
  }
  const rates = new Float64Array(2 * count);
  createShockViscosity(problem, createRoughness(problem))(state, rates);
  const drift = rates.subarray(0, count).reduce((sum, value) => sum + value, 0);
  return { most: rates.reduce((largest, value) => Math.max(largest, Math.abs(value)), 0), drift };
}

test("smooth states feel it to order 5 in h, far above the order of the system, and mass does not change", (t) => {
  const [coarse, fine] = [ratesOn(60), ratesOn(120)];
  above(t, Math.log2(coarse.most / fine.most), 4.5, `${coarse.most} ${fine.most}`);
  below(t, fine.most, 1e-6);
  near(t, coarse.drift, 0, 1e-14);
  near(t, fine.drift, 0, 1e-14);
});

test("where cells differ by factors it acts in full, and says how much of the mass is there", (t) => {
  const problem = discretize({ ...bell, layers: 1, edges: [], initial: () => 1 }, 6);
  const roughness = createRoughness(problem);
  const state = Float64Array.from([1, 1, 1, 1e-6, 1e-6, 1e-6, 0, 0, 0, 0, 0, 0]);
  const rates = new Float64Array(12);
  createShockViscosity(problem, roughness)(state, rates);
  // nu/h^2 = sqrt(T)/(2 h) with h = 1, times a jump of 1.
  near(t, rates[2] + 0.5 * Math.sqrt(0.7), 0, 1e-4, String(rates[2]));
  near(t, roughness.shareOfMass(state, state, 6), 2 / 3, 1e-5);
  t.is(roughness.shareOfMass(new Float64Array(6).fill(1), new Float64Array(6), 0), 0);
});
