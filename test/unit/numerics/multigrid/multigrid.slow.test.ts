import test from "ava";
import { createLadderSolver, type LadderSystem } from "../../../../src/numerics/ladder.js";
import type { GridTopology } from "../../../../src/numerics/multigrid/grid-levels.js";
import { createMultigridSolver } from "../../../../src/numerics/multigrid/multigrid.js";
import { solveDense } from "../../../support/dense.js";
import { systemOf, topologyOf } from "../../../support/grid-systems.js";
import { atMost } from "../../../support/matchers.js";

/** Node values from root values and differences along the tree. */
function expand({ layers, order, parent }: GridTopology, tree: Float64Array): Float64Array {
  const values = tree.slice();
  for (let base = 0; base < values.length; base += layers) {
    for (const layer of order) {
      const above = parent[layer];
      if (above >= 0) values[base + layer] = values[base + layer] + values[base + above];
    }
  }
  return values;
}

function solveByElimination(t: GridTopology, { ground, along, across, source, flow }: LadderSystem): number[] {
  const nodes = ground.length;
  const matrix = Array.from({ length: nodes }, (_, k) => {
    const row = new Array<number>(nodes).fill(0);
    row[k] = ground[k];
    return row;
  });
  const right = Array.from(source);
  const join = (a: number, b: number, c: number): void => {
    for (const [from, to] of [
      [a, b],
      [b, a],
    ] as const) {
      const row = matrix[from];
      row[from] = row[from] + c;
      row[to] = row[to] - c;
    }
  };
  for (let k = 0; k < nodes; k++) {
    if (along[k] > 0) join(k, k + t.layers, along[k]);
    if (along[nodes + k] > 0) join(k, k + t.sizes[0] * t.layers, along[nodes + k]);
  }
  across.forEach((c, k) => {
    const edge = k % t.tails.length;
    const base = Math.floor(k / t.tails.length) * t.layers;
    const [a, b] = [base + t.tails[edge], base + t.heads[edge]];
    join(a, b, c);
    right[a] = right[a] + flow[k];
    right[b] = right[b] - flow[k];
  });
  return solveDense(matrix, right);
}

const bump = (x: number, y: number, layer: number): number => Math.exp(-6 * ((x - 0.4) ** 2 + (y - 0.6) ** 2) - layer);

for (const [family, nodes] of [
  ["path", 1],
  ["path", 2],
  ["cycle", 4],
  ["complete", 3],
  ["random", 6],
] as const) {
  for (const sizes of [
    [5, 4],
    [7, 1],
    [1, 6],
    [1, 1],
    [3, 9],
  ] as [number, number][]) {
    test(`solves like elimination: ${family} of ${nodes} layers on ${sizes.join(" x ")} cells`, (t) => {
      const topology = topologyOf(sizes, family, nodes);
      const system = systemOf(topology, bump, 30, 5);
      const tree = new Float64Array(system.ground.length);
      createMultigridSolver(topology)(system, tree, 1e-13);
      const expected = solveByElimination(topology, system);
      const scale = Math.max(...expected.map(Math.abs));
      expand(topology, tree).forEach((value, k) => {
        atMost(t, Math.abs(value - expected[k]), 1e-10 * scale);
      });
    });
  }
}

test("differences between layers keep their digits where exchange is 1e25 times stiffer than the rest", (t) => {
  const topology = topologyOf([40, 1], "cycle", 4);
  const system = systemOf(topology, bump, 10, 1e25);
  const ladder = { ...system, along: system.along.subarray(0, 39 * 4) };
  const [tree, exact] = [new Float64Array(160), new Float64Array(160)];
  createMultigridSolver(topology)(system, tree, 1e-12);
  createLadderSolver(topology)(ladder, exact);
  exact.forEach((value, k) => {
    const scale = k % 4 === 0 ? value : Math.max(...exact.subarray(k - (k % 4) + 1, k - (k % 4) + 4).map(Math.abs));
    atMost(t, Math.abs(tree[k] - value), 1e-6 * Math.abs(scale), `${k}: ${tree[k]} ${value}`);
  });
});

test("the iterations to 1e-8 are bounded whatever mesh, step size and range of densities", (t) => {
  const shapes = {
    "ten orders of magnitude": (x: number, y: number, layer: number) =>
      Math.exp(-46 * ((x - 0.5) ** 2 + (y - 0.4) ** 2) - layer),
    "a ramp": (x: number) => Math.exp(-23 * x),
    uniform: () => 1,
    "a vacuum at a wall": (x: number) => (1 - x) ** 2,
  };
  for (const [name, density] of Object.entries(shapes)) {
    for (const [size, nodes] of [
      [32, 1],
      [256, 1],
      [64, 2],
      [32, 16],
    ] as const) {
      const topology = topologyOf([size, size], nodes === 16 ? "grid" : "path", nodes);
      const solve = createMultigridSolver(topology);
      const tree = new Float64Array(size * size * nodes);
      for (const stiffness of [0.1, 10, 1e3, 1e5]) {
        for (const exchange of nodes === 1 ? [0] : [0.01, 1, 1e6]) {
          const iterations = solve(systemOf(topology, density, stiffness, exchange), tree, 1e-8);
          atMost(t, iterations, 15, `${name}, ${size}² x ${nodes}, ${stiffness}, ${exchange}: ${iterations}`);
        }
      }
    }
  }
});

test("long cells are coarsened along their short side first", (t) => {
  const topology = topologyOf([128, 64], "path", 1, [1, 16]);
  const system = systemOf(topology, bump, 1e3, 0);
  for (let k = 0; k < 128 * 64; k++) system.along[128 * 64 + k] = system.along[128 * 64 + k] / 256;
  const tree = new Float64Array(128 * 64);
  atMost(t, createMultigridSolver(topology)(system, tree, 1e-8), 15);
});
