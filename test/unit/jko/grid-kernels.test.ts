/*
 * The compiled kernels of a step on two axes give the bits of those in TypeScript, where faces are swept over many
 * cells and to the walls, residuals are of any size and masses over- and underflow.
 */
import test from "ava";
import type { DualState } from "../../../src/jko/dual-state.js";
import { createDualState } from "../../../src/jko/dual-state.js";
import { createGridKernel } from "../../../src/jko/passes/grid-kernel.js";
import { createSweptTransport } from "../../../src/jko/transport/swept.js";
import { createMesh } from "../../../src/model/mesh.js";
import { createWorkspace, plainWorkspace, type Workspace } from "../../../src/numerics/compiled/workspace.js";
import { seededRandom } from "../../../src/numerics/random.js";
import { withKernel } from "../../support/kernel.js";

/** What `compute` gives in TypeScript and compiled, with arrays of a workspace filled by `fill`. */
function bothWays<T>(compute: (workspace: Workspace) => T): readonly [plain: T, compiled: T] {
  return [compute(plainWorkspace), compute(withKernel("wasm", createWorkspace))];
}

function filled({ float64 }: Workspace, length: number, value: (k: number) => number): Float64Array {
  const array = float64(length);
  for (let k = 0; k < length; k++) array[k] = value(k);
  return array;
}

for (const layers of [1, 2, 3]) {
  for (const reach of [0, 0.4, 3, 40]) {
    test.serial(`swept masses, tangents, secants and costs: ${layers} layers, ${reach} cells`, (t) => {
      const mesh = createMesh(
        [
          [0, 1],
          [0, 1],
        ],
        [11, 8],
      );
      const nodes = mesh.size * layers;
      const smooth = (k: number): number => Math.sin(k / (7 * layers)) + Math.cos(k / (50 * layers));
      const [plain, compiled] = bothWays((workspace) => {
        const random = seededRandom(5);
        const transport = createSweptTransport(mesh, layers, 1, workspace);
        transport.load(Float64Array.from({ length: nodes }, () => 10 ** (-8 * random())));
        const size = reach / 64;
        const mu = filled(workspace, nodes, (k) => size * (smooth(k) + 0.3 * random()));
        const arriving = workspace.float64(nodes);
        const [tangent, secant, along] = [0, 1, 2].map(() => workspace.float64(transport.faceCount));
        transport.sweep(mu, arriving, tangent, new Uint8Array(nodes));
        transport.secants(mu, tangent, secant);
        transport.conduct(secant, along);
        return { arriving, tangent, secant, along, costs: [transport.dualCost(mu), transport.cost(mu)] };
      });
      t.deepEqual(compiled, plain);
      t.true(plain.arriving.every(Number.isFinite));
    });
  }
}

/** A state whose masses and residuals are of many sizes, some of them below 0, 0 or infinite. */
function stateIn(workspace: Workspace, cells: number): { state: DualState; direction: Float64Array } {
  const random = seededRandom(9);
  const tree = filled(workspace, cells, () => 20 * (random() - 0.5));
  const specials = [800, -800, -720, 709, Number.NaN, Number.POSITIVE_INFINITY];
  specials.forEach((value, k) => {
    if (10 * k + 3 < cells) tree[10 * k + 3] = value;
  });
  const point = { tree, mu: tree, xi: new Float64Array(0) };
  const state = createDualState(point, cells, 2 * cells, 0, workspace);
  state.arriving.set(tree.map((mu) => Math.exp(mu) * (1 + 10 ** (-6 * random()) * (random() - 0.5))));
  state.arriving.forEach((_, k) => {
    if (k % 7 === 0) state.arriving[k] = (random() - 0.5) * 3;
  });
  return { state, direction: filled(workspace, cells, () => 4 * (random() - 0.5)) };
}

for (const cells of [1, 2, 61, 64]) {
  test.serial(`equilibrium masses, residuals, secants and figures of a direction: ${cells} cells`, (t) => {
    const [plain, compiled] = bothWays((workspace) => {
      const { state, direction } = stateIn(workspace, cells);
      const potential = Float64Array.from({ length: cells }, (_, k) => Math.sin(k));
      const kernel = createGridKernel({ volume: 0.01, temperature: 0.5, carrying: 1e-9, potential }, workspace);
      const figures = kernel.balance(state, direction);
      const ground = workspace.float64(cells);
      kernel.ground(state, ground);
      return { figures, ground, state, survey: kernel.survey(state, direction) };
    });
    t.deepEqual(compiled, plain);
    // The last of the special values are no masses.
    t.is(Number.isNaN(plain.figures[1]), cells > 50);
  });
}
