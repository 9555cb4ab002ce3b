import type { LadderSystem, LadderTopology } from "./ladder.js";
import { createLayerCycle } from "./layers/cycle.js";
import { createLayerLevels, factorLevels } from "./layers/levels.js";
import { transpose } from "./layers/transpose.js";
import { dot } from "./vector.js";

export interface LadderReport {
  readonly iterations: number;
  /** Otherwise the iterations have not been enough, or exchange is too stiff for them, and nothing has been written. */
  readonly isSolved: boolean;
}

/**
 * Solves a system into `tree` (see LadderSolver) until the residual, in the preconditioner's norm, is at most
 * `tolerance` times what it was, in at most `most` iterations.
 */
export type IterativeLadderSolver = (
  system: LadderSystem,
  tree: Float64Array,
  tolerance: number,
  most: number,
) => LadderReport;

/**
 * Exchange this many times stiffer than all else at its ends. Differences between layers are as good as the values
 * here, so that flows keep as many digits less as this has.
 */
const STIFFEST = 1e8;

/**
 * Conjugate gradients for ladder systems with many layers, preconditioned by a multigrid cycle over the layers. Memory
 * and work of an iteration are proportional to nodes and edges. No allocation per solve.
 */
export function createIterativeLadderSolver(topology: LadderTopology): IterativeLadderSolver {
  const { cells, layers, parent, tails, heads } = topology;
  const nodes = cells * layers;
  const edges = tails.length;
  const finest = createLayerLevels(cells, topology);
  const cycle = createLayerCycle(cells);
  const { r, z, ground, along, across } = finest;
  const [x, p, image] = [new Float64Array(nodes), new Float64Array(nodes), new Float64Array(nodes)];

  function load(system: LadderSystem): void {
    transpose(system.ground, cells, layers, ground);
    transpose(system.along, cells, layers, along);
    transpose(system.across, cells, edges, across);
    const right = image;
    right.set(system.source);
    for (let base = 0, k = 0; base < nodes; base += layers) {
      for (let e = 0; e < edges; e++, k++) {
        const tail = base + tails[e];
        const head = base + heads[e];
        right[tail] = right[tail] + system.flow[k];
        right[head] = right[head] - system.flow[k];
      }
    }
    transpose(right, cells, layers, r);
  }

  function isTooStiff(): boolean {
    const rest = image;
    for (let k = 0; k < nodes; k++) rest[k] = ground[k] + along[k] + (k % cells === 0 ? 0 : along[k - 1]);
    for (let e = 0, k = 0; e < edges; e++) {
      for (let a = tails[e] * cells, b = heads[e] * cells, end = k + cells; k < end; a++, b++, k++) {
        if (across[k] > STIFFEST * (rest[a] + rest[b])) return true;
      }
    }
    return false;
  }

  /** image = A p. */
  function apply(): void {
    for (let k = 0; k < nodes; k++) image[k] = ground[k] * p[k];
    for (let k = 0; k < nodes - 1; k++) {
      const current = along[k] * (p[k] - p[k + 1]);
      image[k] = image[k] + current;
      image[k + 1] = image[k + 1] - current;
    }
    for (let e = 0, k = 0; e < edges; e++) {
      for (let a = tails[e] * cells, b = heads[e] * cells, end = k + cells; k < end; a++, b++, k++) {
        const current = across[k] * (p[a] - p[b]);
        image[a] = image[a] + current;
        image[b] = image[b] - current;
      }
    }
  }

  function iterate(tolerance: number, most: number): LadderReport {
    x.fill(0);
    cycle(finest);
    p.set(z);
    let size = dot(r, z);
    const goal = tolerance * tolerance * size;
    let iterations = 0;
    for (; size > goal && iterations < most; iterations++) {
      apply();
      const step = size / dot(p, image);
      for (let k = 0; k < nodes; k++) {
        x[k] = x[k] + step * p[k];
        r[k] = r[k] - step * image[k];
      }
      cycle(finest);
      const sizeNew = dot(r, z);
      const beta = sizeNew / size;
      size = sizeNew;
      for (let k = 0; k < nodes; k++) p[k] = z[k] + beta * p[k];
    }
    return { iterations, isSolved: size <= goal };
  }

  /** The solution in tree coordinates. */
  function fillTree(tree: Float64Array): void {
    for (let layer = 0; layer < layers; layer++) {
      const own = layer * cells;
      const above = parent[layer] * cells;
      for (let i = 0, k = layer; i < cells; i++, k += layers) tree[k] = x[own + i] - (above < 0 ? 0 : x[above + i]);
    }
  }

  return (system, tree, tolerance, most) => {
    load(system);
    if (isTooStiff()) return { iterations: 0, isSolved: false };
    factorLevels(finest);
    const report = iterate(tolerance, most);
    if (report.isSolved) fillTree(tree);
    return report;
  };
}
