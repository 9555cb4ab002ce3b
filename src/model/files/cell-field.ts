import type { Domain, Mesh } from "../mesh.js";

/** A function that is constant in every cell of a uniform mesh of a domain. */
export interface CellField {
  readonly domain: Domain;
  /** Cells per axis. */
  readonly cells: readonly number[];
  /** One per cell, the first axis fastest. */
  readonly values: Float64Array;
}

/** A mean of values by weights with sum 1; of a single value it is that value, to the last bit. */
type Mean = (values: readonly number[], weights: readonly number[]) => number;

const arithmetic: Mean = (values, weights) => values.reduce((sum, value, k) => sum + weights[k] * value, 0);

/** -T log(mean of exp(-V/T)), about the least V, so that nothing over- or underflows. */
function boltzmann(temperature: number): Mean {
  return (values, weights) => {
    const least = values.reduce((low, value) => Math.min(low, value));
    const sum = values.reduce((total, value, k) => total + weights[k] * Math.exp((least - value) / temperature), 0);
    return least - temperature * Math.log(sum);
  };
}

/**
 * Averages over the cells of a mesh of the same domain: exact integrals of the function, so that mass is conserved on
 * every mesh; on its own mesh and on finer ones that divide it, the values as they are.
 */
export function averagesOf(field: CellField, mesh: Mesh): Float64Array {
  return meansOf(field, mesh, arithmetic);
}

/** The same of a potential: -T log of the averages of exp(-V/T), which the equilibrium is. */
export function potentialsOf(field: CellField, mesh: Mesh, temperature: number): Float64Array {
  return meansOf(field, mesh, boltzmann(temperature));
}

/**
 * Densities on a mesh of `from` cells as averages over the cells of another mesh of the same domain, index
 * `cell * layers + layer`.
 */
export function averagesOn(
  density: Float64Array,
  [nx = 1, ny = 1]: readonly number[],
  [mx = 1, my = 1]: readonly number[],
  layers: number,
): Float64Array {
  const alongX = meansAlong(density, { before: layers, from: nx, to: mx, after: ny }, arithmetic);
  return meansAlong(alongX, { before: layers * mx, from: ny, to: my, after: 1 }, arithmetic);
}

/** The field on half as many cells per axis, rounded up. */
export function coarsened(field: CellField, mesh: (cells: readonly number[]) => Mesh): CellField {
  const cells = field.cells.map((count) => Math.ceil(count / 2));
  return { ...field, cells, values: averagesOf(field, mesh(cells)) };
}

/** Value at a position; outside the domain that of the nearest cell. */
export function valueAt({ domain, cells, values }: CellField, position: readonly number[]): number {
  let cell = 0;
  for (let axis = cells.length - 1; axis >= 0; axis--) {
    const [lower, upper] = domain[axis];
    const index = Math.floor((cells[axis] * (position[axis] - lower)) / (upper - lower));
    cell = cell * cells[axis] + Math.min(Math.max(index, 0), cells[axis] - 1);
  }
  return values[cell];
}

/** Axis by axis: weights on a box are products, and so are means. */
function meansOf({ cells, values }: CellField, mesh: Mesh, mean: Mean): Float64Array {
  const [nx = 1, ny = 1] = cells;
  const [mx = 1, my = 1] = mesh.cells;
  const alongX = meansAlong(values, { before: 1, from: nx, to: mx, after: ny }, mean);
  return meansAlong(alongX, { before: mx, from: ny, to: my, after: 1 }, mean);
}

/** An array by its axes: those that run faster than the one that changes its cells, that one, and slower ones. */
interface Shape {
  readonly before: number;
  readonly from: number;
  readonly to: number;
  readonly after: number;
}

function meansAlong(values: Float64Array, { before, from, to, after }: Shape, mean: Mean): Float64Array {
  if (from === to) return values;
  const out = new Float64Array(before * to * after);
  for (let j = 0; j < to; j++) {
    const { first, weights } = overlaps(j, from, to);
    const own = weights.slice();
    for (let rest = 0; rest < after; rest++) {
      for (let k = 0; k < before; k++) {
        for (let i = 0; i < own.length; i++) own[i] = values[(rest * from + first + i) * before + k];
        out[(rest * to + j) * before + k] = mean(own, weights);
      }
    }
  }
  return out;
}

/**
 * The cells of a mesh of `from` cells that the cell j of `to` cells of the same interval overlaps, by their shares of
 * it. In units of 1/(from * to) of the interval all ends are integers, so that shares are exact.
 */
function overlaps(
  j: number,
  from: number,
  to: number,
): { readonly first: number; readonly weights: readonly number[] } {
  const [begin, end] = [j * from, (j + 1) * from];
  const first = Math.floor(begin / to);
  const last = Math.ceil(end / to) - 1;
  const weights = Array.from({ length: last - first + 1 }, (_, i) => {
    const cell = first + i;
    return (Math.min(end, (cell + 1) * to) - Math.max(begin, cell * to)) / from;
  });
  return { first, weights };
}
