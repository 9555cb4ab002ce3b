import {
  type BlockTridiagonal,
  createBlockTridiagonal,
  solveBlockTridiagonal,
} from "../../numerics/block-tridiagonal.js";
import type { Linearization } from "./linearization.js";
import { moveDensity, type Path, type PathSpace } from "./path-space.js";
import type { Terminal } from "./terminal.js";

/** Where the iteration is: a path, the potentials of its continuity equation, and the multipliers of positivity. */
export interface Iterate {
  readonly path: Path;
  /** phi, by node of every interval. */
  readonly phi: Float64Array;
  /** z > 0, by node of every interval (of the density at its end); used for inner densities only. */
  readonly slack: Float64Array;
}

/** The Newton direction; `density` is that of the linearized continuity equation. */
export interface Direction {
  readonly density: Float64Array;
  readonly along: Float64Array;
  readonly across: Float64Array;
  readonly phi: Float64Array;
  readonly slack: Float64Array;
}

/** The barrier: minus `strength` times h sum over inner densities of weight log(density). */
export interface Barrier {
  strength: number;
  /** By node of every interval. */
  readonly weight: Float64Array;
}

/** Writes the Newton direction; false where the system is singular or not finite. */
export type DirectionSolver = (at: Iterate, model: Linearization, barrier: Barrier, out: Direction) => boolean;

/**
 * The Newton system of the path problem
 *
 *     min  scale * action + h sum U(density at the end) - barrier,   continuity equation as constraint,
 *
 * in the increments of densities and potentials, those of the fluxes being eliminated. With r the face mean, u = m/r the
 * velocity, w = H/theta, D and xi the differences of phi over a face and along an edge, and lambda = scale,
 *
 *     dm = u dr + r/(lambda h) (D + dD) - m,    dH = w dtheta + K theta/lambda (xi + dxi) - H,
 *
 * what is left couples neighbouring cells only: block tridiagonal in space, with dense blocks of 2 layers intervals.
 * The leading blocks are saddle-point matrices with a negative definite potential part, so that elimination without
 * exchanges between blocks is safe; inside a block there is pivoting. Increments of densities are relative to the
 * densities, and so are the rows of the continuity equation: then all entries are of moderate size where densities
 * span many decades.
 *
 * @param terminal undefined where the density at the end is given
 */
export function createDirectionSolver(
  space: PathSpace,
  scale: number,
  terminal: Terminal | undefined,
): DirectionSolver {
  const { cells, layers, edges, intervals } = space;
  const size = (2 * layers + edges) * intervals;
  const system = createBlockTridiagonal(cells, size);
  const right = new Float64Array(cells * size);
  const moved = new Float64Array((intervals + 1) * space.nodes);
  return (at, model, barrier, out) => {
    for (const block of [system.lower, system.diagonal, system.upper, right]) block.fill(0);
    const assembly = { space, scale, size, system, right, at, model };
    for (let j = 0; j < intervals; j++) {
      addNodes(assembly, j, terminal, barrier);
      addFaces(assembly, j);
      addEdges(assembly, j);
    }
    if (terminal === undefined) fixEnd(assembly, moved);
    scaleRows(assembly);
    if (!solveBlockTridiagonal(system, right)) return false;
    return readDirection(assembly, barrier, out);
  };
}

interface Assembly {
  readonly space: PathSpace;
  readonly scale: number;
  readonly size: number;
  readonly system: BlockTridiagonal;
  readonly right: Float64Array;
  readonly at: Iterate;
  readonly model: Linearization;
}

/*
 * Inside the block of a cell, unknown 2 (j layers + layer) is the relative increment of the density at the end of
 * interval j, and the one after it that of phi. The equation of a density is the stationarity in it, over h; that of a
 * phi is the continuity equation. `row` and `column` are such positions; `j = -1` stands for the given first density.
 */
function addEntry(
  { size, system }: Assembly,
  cell: number,
  row: number,
  other: number,
  column: number,
  v: number,
): void {
  const target = other === cell ? system.diagonal : other > cell ? system.upper : system.lower;
  const k = (cell * size + row) * size + column;
  target[k] = (target[k] as number) + v;
}

function addRight({ size, right }: Assembly, cell: number, row: number, value: number): void {
  const k = cell * size + row;
  right[k] = (right[k] as number) + value;
}

/** The parts of the equations that stay at a node: time differences and energy or barrier. */
function addNodes(assembly: Assembly, j: number, terminal: Terminal | undefined, barrier: Barrier): void {
  const { space, at } = assembly;
  const { nodes, layers, intervals } = space;
  const last = j === intervals - 1;
  for (let p = 0; p < nodes; p++) {
    const cell = Math.floor(p / layers);
    const row = 2 * (j * layers + (p % layers));
    const k = j * nodes + p;
    const density = at.path.density[k + nodes] as number;
    addEntry(assembly, cell, row, cell, row + 1, 1);
    addEntry(assembly, cell, row + 1, cell, row, density);
    if (j > 0) addEntry(assembly, cell, row + 1, cell, row - 2 * layers, -(at.path.density[k] as number));
    let slope = at.phi[k] as number;
    if (!last) {
      addEntry(assembly, cell, row, cell, row + 2 * layers + 1, -1);
      addEntry(assembly, cell, row, cell, row, at.slack[k] as number);
      slope -= (at.phi[k + nodes] as number) + (barrier.strength * (barrier.weight[k] as number)) / density;
    } else if (terminal !== undefined) {
      addEntry(assembly, cell, row, cell, row, density * terminal.curvature(p, density));
      slope += terminal.slope(p, density);
    }
    addRight(assembly, cell, row, -slope);
  }
}

function addFaces(assembly: Assembly, j: number): void {
  const { space, scale, at, model } = assembly;
  const { faces, layers, nodes, width, dt } = space;
  for (let f = 0, k = j * faces; f < faces; f++, k++) {
    const cell = Math.floor(f / layers);
    const row = 2 * (j * layers + (f % layers));
    const u = model.velocity[k] as number;
    const p = j * nodes + f;
    const drop = (at.phi[p + layers] as number) - (at.phi[p] as number);
    const conductance = (dt / width) * ((model.faceMean[k] as number) / (scale * width));
    const excess = (dt / width) * (at.path.along[k] as number) - conductance * drop;
    const advected = (0.25 * dt * u) / width;
    const slope = advected * (0.5 * scale * width * u - drop);
    for (let side = 0; side < 2; side++) {
      const here = cell + side;
      const sign = side === 0 ? 1 : -1;
      addEntry(assembly, here, row + 1, cell, row + 1, -sign * conductance);
      addEntry(assembly, here, row + 1, cell + 1, row + 1, sign * conductance);
      addRight(assembly, here, row + 1, sign * excess);
      for (let before = 0; before < 2; before++) {
        if (j < before) continue;
        const at0 = row - 2 * layers * before;
        addRight(assembly, here, at0, -slope);
        addEntry(assembly, here, at0, cell, row + 1, advected);
        addEntry(assembly, here, at0, cell + 1, row + 1, -advected);
        for (let other = 0; other < 2; other++) {
          const density = at.path.density[p + nodes * (1 - before) + layers * other] as number;
          addEntry(assembly, here, row + 1, cell + other, at0, sign * advected * density);
        }
      }
    }
  }
}

function addEdges(assembly: Assembly, j: number): void {
  const { space, size, scale, at, model } = assembly;
  const { cells, edges, intervals, links, layers, nodes, tails, heads, weights } = space;
  const ends = [0, 0];
  const slopes = [0, 0];
  for (let i = 0, k = j * links; i < cells; i++) {
    for (let e = 0; e < edges; e++, k++) {
      ends[0] = tails[e] as number;
      ends[1] = heads[e] as number;
      slopes[0] = model.slopeTail[k] as number;
      slopes[1] = model.slopeHead[k] as number;
      const weight = weights[e] as number;
      const flux = at.path.across[k] as number;
      const speed = flux / (model.theta[k] as number);
      const p = j * nodes + i * layers;
      const force = (at.phi[p + ends[0]] as number) - (at.phi[p + ends[1]] as number);
      const resistance = scale / (weight * (model.theta[k] as number));
      const unit = edgeUnit(assembly, p, e);
      const row = size - intervals * edges + j * edges + e;
      // Scaled so that neither a huge nor a tiny conductance dominates the block.
      const factor = 1 / (1 + unit * resistance);
      addEntry(assembly, i, row, i, row, factor * resistance * unit);
      addRight(assembly, i, row, factor * (force - resistance * flux));
      const kinetic = (0.5 * scale * speed * speed) / weight;
      for (let a = 0; a < 2; a++) {
        addEdgeEnd(assembly, i, j, k, e, a, slopes[a] as number, speed, force, kinetic);
        const node = 2 * (j * layers + (ends[a] as number));
        const sign = a === 0 ? 1 : -1;
        addEntry(assembly, i, node + 1, i, row, -sign * space.dt * unit);
        addEntry(assembly, i, row, i, node + 1, -sign * factor);
        const drag = 0.5 * factor * resistance * speed * (slopes[a] as number);
        for (let later = 0; later < 2 && later <= j; later++) {
          const density = at.path.density[p + nodes * (1 - later) + (ends[a] as number)] as number;
          addEntry(assembly, i, row, i, node - 2 * layers * later, -drag * density);
        }
      }
    }
  }
}

/** The unit of the flux of an edge: a density at it. */
function edgeUnit({ space, model }: Assembly, p: number, e: number): number {
  const tail = model.middle[p + (space.tails[e] as number)] as number;
  return Math.min(tail, model.middle[p + (space.heads[e] as number)] as number);
}

/** What an edge adds to the stationarity in the densities of its end a (0: tail, 1: head), at both ends of the interval. */
function addEdgeEnd(
  assembly: Assembly,
  i: number,
  j: number,
  k: number,
  e: number,
  a: number,
  slope: number,
  speed: number,
  force: number,
  kinetic: number,
): void {
  const { space, at, model } = assembly;
  const { layers, nodes, tails, heads, dt } = space;
  const p = j * nodes + i * layers;
  const tail = tails[e] as number;
  const head = heads[e] as number;
  const own = a === 0 ? tail : head;
  const other = a === 0 ? head : tail;
  const row = 2 * (j * layers + own);
  const curvature = 0.25 * dt * kinetic * (model.mixed[k] as number);
  const ratio = (model.middle[p + other] as number) / (model.middle[p + own] as number);
  for (let later = 0; later < 2 && later <= j; later++) {
    const target = row - 2 * layers * later;
    addRight(assembly, i, target, -0.5 * dt * slope * (kinetic - speed * force));
    addEntry(assembly, i, target, i, 2 * (j * layers + tail) + 1, -0.5 * dt * slope * speed);
    addEntry(assembly, i, target, i, 2 * (j * layers + head) + 1, 0.5 * dt * slope * speed);
    if (curvature === 0) continue;
    for (let before = 0; before < 2 && before <= j; before++) {
      const densities = p + nodes * (1 - before);
      const column = 2 * layers * (j - before);
      addEntry(
        assembly,
        i,
        target,
        i,
        column + 2 * own,
        curvature * ratio * (at.path.density[densities + own] as number),
      );
      addEntry(assembly, i, target, i, column + 2 * other, -curvature * (at.path.density[densities + other] as number));
    }
  }
}

/**
 * Fixes the density at the end: its increment is zero, and the last interval makes up for what the fluxes miss it by.
 *
 * Constants added to phi then change nothing, so that one potential (of each layer, if there are no edges) is pinned.
 */
function fixEnd(assembly: Assembly, moved: Float64Array): void {
  const { space, size, system, right, at } = assembly;
  const { cells, layers, edges, nodes, intervals } = space;
  const end = intervals * nodes;
  moveDensity(space, at.path, intervals - 1, moved);
  for (let p = 0; p < nodes; p++) {
    const cell = Math.floor(p / layers);
    const row = 2 * layers * (intervals - 1) + 2 * (p % layers);
    for (const matrix of [system.lower, system.diagonal, system.upper]) {
      matrix.fill(0, (cell * size + row) * size, (cell * size + row + 1) * size);
    }
    addEntry(assembly, cell, row, cell, row, 1);
    right[cell * size + row] = 0;
    addRight(assembly, cell, row + 1, (moved[end + p] as number) - (at.path.density[end + p] as number));
  }
  for (let layer = 0; layer < (edges === 0 ? layers : 1); layer++) {
    const row = 2 * layers * (intervals - 1) + 2 * layer + 1;
    addEntry(
      assembly,
      cells - 1,
      row,
      cells - 1,
      row,
      -(at.path.density[intervals * nodes + (cells - 1) * layers + layer] as number),
    );
  }
}

/** Divides the continuity equations by the densities at the end of their intervals. */
function scaleRows({ space, size, system, right, at }: Assembly): void {
  const { layers, nodes, intervals } = space;
  for (let j = 0; j < intervals; j++) {
    for (let p = 0; p < nodes; p++) {
      const row = Math.floor(p / layers) * size + 2 * (j * layers + (p % layers)) + 1;
      const factor = 1 / (at.path.density[(j + 1) * nodes + p] as number);
      right[row] = (right[row] as number) * factor;
      for (let k = row * size; k < (row + 1) * size; k++) {
        system.lower[k] = (system.lower[k] as number) * factor;
        system.diagonal[k] = (system.diagonal[k] as number) * factor;
        system.upper[k] = (system.upper[k] as number) * factor;
      }
    }
  }
}

/** Reads the increments of densities and potentials off the solution, and recovers those that were eliminated. */
function readDirection(assembly: Assembly, barrier: Barrier, out: Direction): boolean {
  const { space, size, right, at } = assembly;
  const { layers, nodes, intervals } = space;
  let sum = 0;
  for (let j = 0; j < intervals; j++) {
    for (let p = 0; p < nodes; p++) {
      const row = Math.floor(p / layers) * size + 2 * (j * layers + (p % layers));
      const k = j * nodes + p;
      const density = at.path.density[k + nodes] as number;
      const relative = right[row] as number;
      const slack = at.slack[k] as number;
      out.density[k + nodes] = relative * density;
      out.phi[k] = right[row + 1] as number;
      out.slack[k] = (barrier.strength * (barrier.weight[k] as number)) / density - slack - slack * relative;
      sum += Math.abs(relative) + Math.abs(out.phi[k] as number);
    }
    readFaces(assembly, j, out);
    readEdges(assembly, j, out);
  }
  return Number.isFinite(sum);
}

function readFaces({ space, scale, at, model }: Assembly, j: number, out: Direction): void {
  const { faces, layers, nodes, width } = space;
  for (let f = 0, k = j * faces; f < faces; f++, k++) {
    const p = j * nodes + f;
    const conductance = (model.faceMean[k] as number) / (scale * width);
    const drop = (at.phi[p + layers] as number) - (at.phi[p] as number);
    const change = (out.phi[p + layers] as number) - (out.phi[p] as number);
    const before = (out.density[p] as number) + (out.density[p + layers] as number);
    const after = (out.density[p + nodes] as number) + (out.density[p + nodes + layers] as number);
    const excess = (at.path.along[k] as number) - conductance * drop;
    out.along[k] = 0.25 * (model.velocity[k] as number) * (before + after) + conductance * change - excess;
  }
}

function readEdges(assembly: Assembly, j: number, out: Direction): void {
  const { space, size, right } = assembly;
  const { cells, edges, intervals, links, layers, nodes } = space;
  for (let i = 0, k = j * links; i < cells; i++) {
    for (let e = 0; e < edges; e++, k++) {
      const row = i * size + size - intervals * edges + j * edges + e;
      out.across[k] = edgeUnit(assembly, j * nodes + i * layers, e) * (right[row] as number);
    }
  }
}
