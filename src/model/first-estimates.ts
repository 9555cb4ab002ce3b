import type { Arithmetic, Estimate } from "./arithmetic.js";
import { type CellRule, cellRule, plainRules, quickCheckRule, type RulePair } from "./cell-box.js";
import { type LatticeValues, latticeValues } from "./expression/lattice-values.js";
import type { Tree } from "./expression/tree.js";
import { facePosition, type Mesh } from "./mesh.js";

/** The average over a cell before it is divided, by the number of the cell. */
export type EstimateOf = (cell: number) => Estimate;

/** Two rules, and the difference of the two with which they do. */
export interface Trial {
  readonly rules: RulePair;
  readonly tolerance: number;
}

/** Agreement of rules with fewer nodes that leaves no doubt about the twelve digits that are promised. */
const QUICK_TOLERANCE = 1e-13;

/** On two axes a cell is first tried with 4 x 4 nodes, then 6 x 6: one of them does for most cells of a fine mesh. */
export function trialsOn(axes: number): readonly Trial[] {
  const last = { rules: plainRules(axes), tolerance: Number.POSITIVE_INFINITY };
  if (axes === 1) return [last];
  const quick = { rules: { fine: cellRule(2, 4), check: quickCheckRule(2) }, tolerance: QUICK_TOLERANCE };
  const middle = { rules: { ...last.rules, fine: cellRule(2, 6) }, tolerance: QUICK_TOLERANCE };
  return [quick, middle, last];
}

/** Values of a block of cells in one row, which then stay in the cache of a processor. */
const BLOCK_VALUES = 2048;

/**
 * First averages of a formula in x and y over all cells, block by block of a row of cells and operation by operation
 * over the nodes in it.
 *
 * @param exact of a cell where a value is not finite
 */
export function latticeEstimates(mesh: Mesh, arithmetic: Arithmetic, tree: Tree, exact: EstimateOf): EstimateOf {
  const trials = trialsOn(mesh.cells.length);
  const [columns, rows = 1] = mesh.cells as [number, number?];
  const estimates = new Array<Estimate>(mesh.size);
  const width = Math.max(1, Math.floor(BLOCK_VALUES / (trials.at(-1) as Trial).rules.fine.weights.length));
  for (let first = 0; first < columns; first += width) {
    const block = { mesh, first, count: Math.min(width, columns - first) };
    const own = trials.map(({ rules, tolerance }) => ({
      tolerance,
      ...blockEstimates(block, arithmetic, tree, rules),
    }));
    for (let row = 0; row < rows; row++) {
      for (let k = 0; k < block.count; k++) {
        const cell = row * columns + first + k;
        estimates[cell] = firstThatDoes(own, row, k) ?? exact(cell);
      }
    }
  }
  return (cell) => estimates[cell];
}

/** The estimate of the first rules that agree, else of the last; undefined where a value is not finite. */
function firstThatDoes(trials: readonly BlockTrial[], row: number, k: number): Estimate | undefined {
  let found: Estimate | undefined;
  for (const { estimate, tolerance } of trials) {
    found = estimate(row, k);
    if (found === undefined || found.miss <= tolerance) return found;
  }
  return found;
}

/** Cells side by side. */
interface Block {
  readonly mesh: Mesh;
  readonly first: number;
  readonly count: number;
}

interface BlockTrial extends Pick<Trial, "tolerance"> {
  /** @param k number of the cell in the block */
  estimate(row: number, k: number): Estimate | undefined;
}

/** Estimates of the cells of a block by one pair of rules. */
function blockEstimates(block: Block, arithmetic: Arithmetic, tree: Tree, { fine, check }: RulePair) {
  const main = nodeValues(block, tree, fine);
  const other = nodeValues(block, tree, check);
  return {
    estimate: (row: number, k: number) =>
      arithmetic.ofValues(fine.weights, main.of(row, k), check.weights, other.of(row, k)),
  };
}

/** Values of a formula at the nodes of a rule in the cells of a block. */
function nodeValues({ mesh, first, count }: Block, tree: Tree, { dx, dy, weights }: CellRule) {
  const isLine = mesh.cells.length === 1;
  const n = isLine ? weights.length : Math.sqrt(weights.length);
  const rows = weights.length / n;
  const nodes = count * n;
  let lattice: LatticeValues | undefined;
  let values: Float64Array = new Float64Array(0);
  const ofCell = new Float64Array(weights.length);
  const ys = new Float64Array(rows);
  const columns = (): Float64Array => {
    return Float64Array.from({ length: nodes }, (_, k) => {
      return facePosition(mesh, 0, first + Math.floor(k / n)) + mesh.widths[0] * dx[k % n];
    });
  };
  let loaded = -1;
  const load = (row: number): void => {
    lattice ??= latticeValues(tree, columns(), rows);
    for (let l = 0; l < rows; l++) ys[l] = isLine ? 0 : facePosition(mesh, 1, row) + mesh.widths[1] * dy[l * n];
    values = lattice.at(ys);
    loaded = row;
  };
  return {
    /** Of a cell of the block; overwritten by the next call. */
    of(row: number, k: number): Float64Array {
      if (row !== loaded) load(row);
      for (let l = 0; l < rows; l++) {
        for (let j = 0; j < n; j++) ofCell[l * n + j] = values[l * nodes + k * n + j];
      }
      return ofCell;
    },
  };
}
