import test from "ava";
import { chemicalPotential, energyOf, massOf } from "../../../../src/model/energy.js";
import { mobilityNames } from "../../../../src/model/exchange.js";
import type { Problem } from "../../../../src/model/problem.js";
import { createHamiltonianSystem } from "../../../../src/reference/inertial/hamiltonian-system.js";
import { transportKinetic } from "../../../../src/schemes/inertial/kinetic.js";
import { createLayerCoupling } from "../../../../src/schemes/inertial/layer-coupling.js";
import { below, eachNear, near } from "../../../support/matchers.js";
import { type BoxSketch, discretizeBox } from "../boxes.js";
import { discretize, type Sketch, wavy } from "../problems.js";

const box: BoxSketch = {
  ...wavy,
  domain: [
    [0, 1],
    [-1, 1],
  ],
  potential: (x, y, layer) => wavy.potential(x, layer) + x * y,
  initial: (x, y, layer) => wavy.initial(x, layer) + 0.2 * Math.sin(2 * y),
};

/** The initial density with a potential that has no symmetry. */
function stateOf({ initial }: Problem): Float64Array {
  const potential = initial.map((value, k) => 0.5 * Math.sin(1.7 * k) + 0.3 * value);
  return Float64Array.from([...initial, ...potential]);
}

/** 1/2 sum over faces and edges of weight * mobility * (phi - phi')^2, as the scheme has it. */
function kinetic(problem: Problem, state: Float64Array): number {
  const [density, phi] = [state.subarray(0, state.length / 2), state.subarray(state.length / 2)];
  const ofTransport = transportKinetic(problem.mesh, problem.graph.layers.length, density, phi);
  return ofTransport + createLayerCoupling(problem, 1).kinetic(density, phi);
}

/** The kinetic energy, and the energy with mu counted from its mean at the start. */
function hamiltonian(problem: Problem, state: Float64Array): number {
  const { initial } = problem;
  const mu = chemicalPotential(problem, initial, new Float64Array(initial.length));
  const weighted = mu.reduce((sum, value, k) => sum + value * initial[k], 0);
  const gauge = weighted / initial.reduce((sum, value) => sum + value, 0);
  const density = state.subarray(0, initial.length);
  return kinetic(problem, state) + energyOf(problem, density) - gauge * massOf(problem, density);
}

const problems = (mobility: Sketch["mobility"] & string) =>
  [
    ["interval", discretize({ ...wavy, mobility }, 6)],
    ["box", discretizeBox({ ...box, mobility }, [4, 3])],
  ] as const;

for (const mobility of mobilityNames) {
  test(`${mobility}: f_t is dH/dphi, and phi_t is -dH/df - damping phi, by central differences`, (t) => {
    for (const [name, problem] of problems(mobility)) {
      const system = createHamiltonianSystem(problem, 0.7);
      const state = stateOf(problem);
      const count = problem.initial.length;
      const rate = new Float64Array(system.size);
      system.rate(state, rate);
      const derivative = (k: number) => {
        const [up, down] = [state.slice(), state.slice()];
        up[k] = up[k] + 1e-6;
        down[k] = down[k] - 1e-6;
        return (hamiltonian(problem, up) - hamiltonian(problem, down)) / (2e-6 * problem.mesh.cellVolume);
      };
      for (let k = 0; k < count; k++) {
        const ofDensity = derivative(count + k);
        const ofPotential = -derivative(k) - 0.7 * state[count + k];
        // Round-off of H over the step: 1e-16 / 1e-6, times rates of up to 1/h^2.
        near(t, rate[k], ofDensity, 1e-6 * (1 + Math.abs(ofDensity)), `${name} f ${k}`);
        const error = Math.abs(rate[count + k] - ofPotential);
        below(t, error, 1e-6 * (1 + Math.abs(ofPotential)), `${name} phi ${k}: ${error}`);
      }
    }
  });

  test(`${mobility}: H decays at the rate 2 damping kinetic, and mass does not change`, (t) => {
    for (const [name, problem] of problems(mobility)) {
      const damping = 1.3;
      const system = createHamiltonianSystem(problem, damping);
      const state = stateOf(problem);
      const rate = new Float64Array(system.size);
      system.rate(state, rate);
      const moved = (step: number) =>
        hamiltonian(
          problem,
          state.map((value, k) => value + step * rate[k]),
        );
      const decay = (moved(1e-6) - moved(-1e-6)) / 2e-6;
      const expected = -2 * damping * kinetic(problem, state);
      near(t, decay, expected, 1e-6 * Math.abs(expected), `${name}: ${decay} ${expected}`);
      const drift = rate.subarray(0, problem.initial.length).reduce((sum, value) => sum + value, 0);
      near(t, drift, 0, 1e-11, `${name}: ${drift}`);
    }
  });
}

test("upwind takes the density of the layer that mass leaves, which is that of the smaller potential", (t) => {
  const problem = discretize(
    { ...wavy, layers: 2, edges: [[0, 1, 3]], mobility: "upwind", initial: (_, g) => 1 + g },
    1,
  );
  const system = createHamiltonianSystem(problem, 0);
  const rate = new Float64Array(4);
  system.rate(Float64Array.of(1, 2, -0.5, 0.5), rate);
  t.deepEqual([...rate.subarray(0, 2)], [-3, 3]);
  system.rate(Float64Array.of(1, 2, 0.5, -0.5), rate);
  t.deepEqual([...rate.subarray(0, 2)], [6, -6]);
});

test("the equilibrium e^{-V/T} at rest does not move, to round-off", (t) => {
  const shape = discretize({ ...wavy, domain: [-8, 8], potential: (x) => x ** 2 / 2 }, 60);
  const initial = shape.potential.map((v) => Math.exp(-v / 0.6));
  const system = createHamiltonianSystem({ ...shape, initial }, 1);
  const rate = new Float64Array(system.size);
  system.rate(Float64Array.from([...initial, ...initial.map(() => 0)]), rate);
  eachNear(t, rate, 0, 1e-13);
});
