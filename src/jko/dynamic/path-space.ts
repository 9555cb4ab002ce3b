import { InputError } from "../../errors.js";
import { mobilityKind } from "../../model/exchange.js";
import type { Problem } from "../../model/problem.js";
import { createPathMobility, type PathMobility } from "./path-mobility.js";

/**
 * The discrete paths on one axis times a graph over [0, 1], cut into `intervals` of length `dt`: inert numbers.
 *
 * Densities sit at the ends of the intervals, index `k * nodes + cell * layers + layer`, k = 0 ... intervals. Fluxes
 * and potentials belong to an interval j = 0 ... intervals - 1: faces `j * faces + face * layers + layer` (face f lies
 * between the cells f and f + 1), edges `j * links + cell * edges + edge`, potentials `j * nodes + cell * layers +
 * layer`.
 */
export interface PathSpace {
  readonly cells: number;
  readonly layers: number;
  readonly edges: number;
  readonly intervals: number;
  /** cells * layers */
  readonly nodes: number;
  /** (cells - 1) * layers */
  readonly faces: number;
  /** cells * edges */
  readonly links: number;
  /** Cell width h. */
  readonly width: number;
  /** Length of an interval, 1 / intervals. */
  readonly dt: number;
  readonly tails: Int32Array;
  readonly heads: Int32Array;
  readonly weights: Float64Array;
  /** V/T by node, for the mobility. */
  readonly tilt: Float64Array;
  readonly mobility: PathMobility;
  /** Whether the mobility is a smooth function of the densities: it is not for `upwind`. */
  readonly smooth: boolean;
}

/**
 * A path: its densities at the ends of the intervals, the first one given, and the fluxes that lead from each to the
 * next.
 */
export interface Path {
  readonly density: Float64Array;
  /** Fluxes through faces, mass per time, positive towards larger x. */
  readonly along: Float64Array;
  /** Fluxes along edges, mass per volume and time, positive into the tail. */
  readonly across: Float64Array;
}

/** @throws {InputError} on more than one axis, or a number of intervals that is no positive integer */
export function createPathSpace(problem: Problem, intervals: number): PathSpace {
  const { mesh, graph, exchange, potential, energy } = problem;
  const { temperatures } = energy;
  if (mesh.cells.length !== 1) {
    const remedy = "Use a model on one axis.";
    throw new InputError("the dynamic metric needs one axis", {
      path: "model.domain",
      value: mesh.cells.length,
      remedy,
    });
  }
  if (!Number.isInteger(intervals) || intervals < 1) {
    const remedy = "Give 1 or more; the error is of order two in its inverse.";
    throw new InputError("the number of inner steps must be a positive integer", {
      path: "innerSteps",
      value: intervals,
      remedy,
    });
  }
  const layers = graph.layers.length;
  const edges = graph.tails.length;
  return {
    cells: mesh.size,
    layers,
    edges,
    intervals,
    nodes: mesh.size * layers,
    faces: (mesh.size - 1) * layers,
    links: mesh.size * edges,
    width: mesh.cellVolume,
    dt: 1 / intervals,
    tails: graph.tails,
    heads: graph.heads,
    weights: graph.weights,
    tilt: potential.map((v, k) => v / temperatures[k % temperatures.length]),
    mobility: createPathMobility(exchange.mobility),
    smooth: mobilityKind(exchange.mobility).takes !== "donor",
  };
}

/** A path of zeros. */
export function createPath({ intervals, nodes, faces, links }: PathSpace): Path {
  return {
    density: new Float64Array((intervals + 1) * nodes),
    along: new Float64Array(intervals * faces),
    across: new Float64Array(intervals * links),
  };
}

/** Writes the density at the end of interval j: that at its start minus dt times the divergence of the fluxes. */
export function moveDensity(space: PathSpace, { density, along, across }: Path, j: number, out: Float64Array): void {
  const { layers, edges, nodes, faces, cells, dt, width, tails, heads } = space;
  const [from, to] = [j * nodes, (j + 1) * nodes];
  for (let p = 0; p < nodes; p++) out[to + p] = density[from + p];
  const rate = dt / width;
  for (let f = 0, k = j * faces; f < faces; f++, k++) {
    const moved = rate * along[k];
    out[to + f] = out[to + f] - moved;
    out[to + f + layers] = out[to + f + layers] + moved;
  }
  for (let i = 0, k = j * cells * edges; i < cells; i++) {
    for (let e = 0; e < edges; e++, k++) {
      const moved = dt * across[k];
      const tail = to + i * layers + tails[e];
      const head = to + i * layers + heads[e];
      out[tail] = out[tail] + moved;
      out[head] = out[head] - moved;
    }
  }
}
