import { soleTemperature } from "../model/energy.js";
import type { Problem } from "../model/problem.js";
import { createExchangeRates, type ExchangeKind } from "./exchange-rates.js";
import { createJacobian, type Jacobian } from "./jacobian.js";
import { createSlopeTransport } from "./slope-transport.js";
import { createScharfetterGummel, createUpwind, type TransportRates } from "./transport-rates.js";
import type { SameMeshFlux } from "./types.js";

/** The limit system on a mesh, df/dt = G(f), for positive densities f. */
export interface LimitSystem {
  /** Number of unknowns, cells * layers. */
  readonly size: number;
  /** Distances of an unknown to its neighbours along the axes. */
  readonly strides: readonly number[];
  /**
   * About the largest relative rate of transport or exchange, 1 / time: dt times it amplifies round-off in a residual.
   */
  readonly largestRate: number;
  /** That of transport alone. */
  readonly transportRate: number;
  /** About the largest relative rate of exchange between layers, 1 / time. */
  readonly stiffness: number;
  /** Whether exchange has a large affine part: layers without a common temperature are not homogeneous of degree 1. */
  readonly isAffine: boolean;
  /** L1 bound, mass per cell and time, of the round-off of exchange in G(density). */
  exchangeRoundOff(density: Float64Array): number;
  /** A system with linear, monotone transport close to this one and of the same size; null if this is one. */
  readonly neighbour: LimitSystem | null;
  /**
   * The neighbour with linear exchange of the largest rate: its layers are at equilibrium, next to which a stiff
   * exchange can be linearized. (From afar Newton's method is drawn to empty layers, where mobilities vanish.) Null
   * without a common temperature.
   */
  relaxed(): LimitSystem | null;
  /** rate = G(density). */
  evaluate(density: Float64Array, rate: Float64Array): void;
  /** matrix = I - dt G'(density), affine = dt [G(density) - G'(density) density]. */
  linearize(density: Float64Array, dt: number, matrix: Pick<Jacobian, "reset" | "add">, affine: Float64Array): void;
  /** A matrix for `linearize`. */
  createJacobian(): Jacobian;
}

const transports: Record<SameMeshFlux, (problem: Problem) => TransportRates> = {
  slopes: createSlopeTransport,
  "scharfetter-gummel": createScharfetterGummel,
  upwind: createUpwind,
};

/** The semi-discrete limit of `problem`, with the transport discretized by `flux`. */
export function createLimitSystem(
  problem: Problem,
  flux: SameMeshFlux,
  rateCap?: number,
  kind: ExchangeKind = "own",
): LimitSystem {
  const layers = problem.graph.layers.length;
  const size = problem.mesh.size * layers;
  const transport = transports[flux](problem);
  const exchange = createExchangeRates(problem, rateCap, kind);
  const logs = new Float64Array(size);
  const scratch = new Float64Array(size);
  let relaxed: LimitSystem | undefined;
  const updateLogs = (density: Float64Array): void => {
    for (let k = 0; k < size; k++) logs[k] = Math.log(density[k]);
  };
  return {
    size,
    strides: problem.mesh.cells.map((_, axis) => (axis === 0 ? layers : layers * problem.mesh.cells[0])),
    largestRate: Math.max(transport.largestRate, exchange.largestRate),
    transportRate: transport.largestRate,
    stiffness: exchange.stiffness,
    isAffine: soleTemperature(problem.energy) === undefined,
    exchangeRoundOff(density) {
      updateLogs(density);
      return exchange.roundOff(density, logs);
    },
    neighbour: flux === "scharfetter-gummel" ? null : createLimitSystem(problem, "scharfetter-gummel", rateCap),
    relaxed() {
      if (this.isAffine || problem.graph.weights.length === 0) return null;
      relaxed ??= createLimitSystem(problem, "scharfetter-gummel", rateCap, "linear");
      return relaxed;
    },
    evaluate(density, rate) {
      updateLogs(density);
      rate.fill(0);
      transport.add(density, logs, rate, null, 0, scratch);
      exchange.addRate(density, logs, rate);
    },
    linearize(density, dt, matrix, affine) {
      updateLogs(density);
      matrix.reset();
      affine.fill(0);
      transport.add(density, logs, scratch, matrix, dt, affine);
      exchange.addLinearization(density, logs, dt, matrix, affine);
    },
    createJacobian: () => createJacobian(problem, transport.reach),
  };
}
