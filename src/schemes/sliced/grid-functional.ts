import { applyRule, cellBox, cellRule } from "../../model/cell-box.js";
import type { Mesh } from "../../model/mesh.js";
import type { Functional } from "../../model/states/functional.js";
import { createPotential } from "../../model/states/potential.js";
import { createLineCost, curvatureProduct, type Line } from "./line-cost.js";
import { createProjection, type Projection } from "./projection.js";

/** Nodes per axis of the Gauss rule that averages exp(-V / s) over a cell. */
const nodes = 8;

/**
 * V of every cell: -s log of the average of exp(-V / s), so that the minimizer of the discrete functional has exactly
 * the cell averages of the Gibbs density exp(-V / s) / Z.
 */
export function cellPotential(mesh: Mesh, functional: Functional): Float64Array {
  const potential = createPotential(functional);
  const result = new Float64Array(mesh.size);
  if (potential === undefined) return result;
  const { entropy } = functional;
  const rule = cellRule(mesh.cells.length, nodes);
  const point = new Float64Array(mesh.cells.length);
  const at = (x: number, y: number): number => {
    point[0] = x;
    if (point.length > 1) point[1] = y;
    return potential.value(point, 0);
  };
  return result.map((_, cell) => {
    const box = cellBox(mesh, cell);
    const centre = at(box.x + box.wx / 2, box.y + box.wy / 2);
    // Relative to the centre nothing overflows, however high V is.
    const relative = applyRule(rule, (x, y) => Math.exp((centre - at(x, y)) / entropy), box);
    return centre - entropy * Math.log(relative);
  });
}

/** SW2² of cell masses from those of the last state, with its derivatives. */
export interface GridMovement {
  /** Sets directions and the masses of the last state. */
  begin(vectors: Float64Array, masses: Float64Array): void;
  /** SW2², and factor * its derivative by every cell mass, up to a constant, into `out`. */
  squaredDistance(masses: Float64Array, factor: number, out: Float64Array): number;
  /**
   * factor * (second derivative where SW2² was evaluated last) times a change with sum 0, up to a constant, into `out`.
   */
  curvatureProduct(change: Float64Array, factor: number, out: Float64Array): void;
  /** On one axis: the second derivative by cumulated masses, see {@link Line}. */
  readonly curvature: Float64Array;
}

/** @param fixed whether directions never change, so that the projection is made once */
export function createGridMovement(mesh: Mesh, fixed: boolean): GridMovement {
  const cost = createLineCost();
  let projection: Projection | undefined;
  let lines: Line[] = [];
  let [current, previous, potential] = [new Float64Array(0), new Float64Array(0), new Float64Array(0)];
  let [curvature, change, edges] = [new Float64Array(0), new Float64Array(0), new Float64Array(0)];

  const allocate = ({ directions, offsets, widths }: Projection): void => {
    const bins = offsets[directions];
    [current, previous, potential, change] = Array.from({ length: 4 }, () => new Float64Array(bins)) as [
      Float64Array<ArrayBuffer>,
      Float64Array<ArrayBuffer>,
      Float64Array<ArrayBuffer>,
      Float64Array<ArrayBuffer>,
    ];
    curvature = new Float64Array(3 * bins);
    edges = new Float64Array(bins + 1);
    lines = Array.from({ length: directions }, (_, l) => {
      const offset = offsets[l];
      const count = offsets[l + 1] - offset;
      const width = widths[l];
      return { masses: current, previous, potential, curvature, offset, bins: count, width };
    });
  };

  return {
    get curvature() {
      return curvature;
    },
    begin(vectors, masses) {
      if (projection === undefined || !fixed) {
        projection = createProjection(mesh, vectors);
        allocate(projection);
      }
      projection.project(masses, previous);
    },
    squaredDistance(masses, factor, out) {
      const { project, addBack, directions } = projection as Projection;
      project(masses, current);
      let sum = 0;
      for (const line of lines) sum += cost.squaredDistance(line);
      out.fill(0);
      addBack(potential, factor / directions, out);
      return sum / directions;
    },
    curvatureProduct(cells, factor, out) {
      const { project, addBack, directions } = projection as Projection;
      project(cells, change);
      for (const line of lines) curvatureProduct(line, change, edges, change);
      out.fill(0);
      addBack(change, factor / directions, out);
    },
  };
}

/**
 * Norm in L²(rho) of the gradient of cell values, by differences across faces, each with half the mass of its two
 * cells; walls count as flat.
 */
export function slopeNorm(mesh: Mesh, values: Float64Array, masses: Float64Array): number {
  let squares = 0;
  let stride = 1;
  mesh.cells.forEach((count, axis) => {
    const width = mesh.widths[axis];
    for (let cell = 0; cell < mesh.size; cell++) {
      if (Math.floor(cell / stride) % count === count - 1) continue;
      const slope = (values[cell + stride] - values[cell]) / width;
      squares += (slope * slope * (masses[cell] + masses[cell + stride])) / 2;
    }
    stride *= count;
  });
  return Math.sqrt(squares);
}
