import test from "ava";
import { createWorkspace, plainWorkspace, type Workspace } from "../../../../src/numerics/compiled/workspace.js";
import type { LadderSystem } from "../../../../src/numerics/ladder.js";
import { createMultigridSolver } from "../../../../src/numerics/multigrid/multigrid.js";
import { systemOf, topologyOf } from "../../../support/grid-systems.js";
import { withKernel } from "../../../support/kernel.js";

const steep = (x: number, y: number): number => Math.exp(-46 * ((x - 0.4) ** 2 + (y - 0.6) ** 2));

/** The system with its arrays in a workspace. */
function within({ float64 }: Workspace, system: LadderSystem): LadderSystem {
  const copy = (array: Float64Array): Float64Array => {
    const own = float64(array.length);
    own.set(array);
    return own;
  };
  const { ground, along, source } = system;
  return { ...system, ground: copy(ground), along: copy(along), source: copy(source) };
}

const grids = [
  [
    [5, 4],
    [1, 1],
  ],
  [
    [7, 1],
    [1, 1],
  ],
  [
    [1, 6],
    [1, 1],
  ],
  [
    [1, 1],
    [1, 1],
  ],
  [
    [33, 18],
    [1, 1],
  ],
  [
    [37, 20],
    [16, 1],
  ],
  [
    [20, 41],
    [1, 16],
  ],
] as [[number, number], [number, number]][];

for (const [family, layers] of [
  ["path", 1],
  ["path", 2],
  ["cycle", 4],
  ["random", 7],
] as const) {
  for (const [sizes, widths] of grids) {
    const grid = `${sizes.join(" x ")} cells of ${widths.join(" x ")}, ${family} of ${layers}`;
    test.serial(`compiled or not, the solver gives the same bits: ${grid}`, (t) => {
      const topology = topologyOf(sizes, family, layers, widths);
      const system = systemOf(topology, steep, 1e3, 3);
      const workspace = withKernel("wasm", createWorkspace);
      const nodes = system.ground.length;
      const [plain, compiled, mixed] = [new Float64Array(nodes), workspace.float64(nodes), new Float64Array(nodes)];
      for (const tolerance of [1e-2, 1e-12]) {
        const iterations = createMultigridSolver(topology, plainWorkspace)(system, plain, tolerance);
        const solve = createMultigridSolver(topology, workspace);
        t.is(solve(within(workspace, system), compiled, tolerance), iterations);
        // Arrays from elsewhere are out of the compiled kernel's reach.
        t.is(solve(system, mixed, tolerance), iterations);
        t.deepEqual(compiled, plain);
        t.deepEqual(mixed, plain);
      }
    });
  }
}
