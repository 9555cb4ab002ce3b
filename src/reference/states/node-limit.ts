import { mobilityKind } from "../../model/exchange.js";
import type { NodeDynamics } from "../../model/states/node-dynamics.js";
import type { State } from "../../model/states/state.js";
import { largest } from "../../numerics/vector.js";
import { powerOfTwo } from "./integrate.js";
import { integrated } from "./steps.js";
import type { LimitFlow, StateReferenceRequest } from "./types.js";

/** theta and its derivative by the first weight, of an edge as seen from its first node. */
type EdgeRate = (f: number, h: number, mu: number, nu: number, phi: number, chi: number) => readonly [number, number];

/** What the equations of nodes are made of. */
interface NodeSystem {
  readonly dynamics: NodeDynamics;
  readonly entropy: number;
  readonly dimension: number;
}

/**
 * Limit of particle search as the time step tends to 0: the ordinary differential equations of positions and weights,
 * and of velocities and momenta with order 2, by the Dormand–Prince pair to local errors of 1e-12 of their sizes.
 *
 * Velocities and momenta begin at 0. `upwind` takes the weight of the node with the larger T log f + V, with inertia
 * that of the node with the smaller momentum.
 *
 * @throws {ReferenceFailure} from `solve` where the equations are too stiff, or a weight vanishes
 */
export function nodeLimit({ functional, initial, dynamics }: StateReferenceRequest): LimitFlow {
  const { layout, values } = initial;
  const system = { dynamics: dynamics as NodeDynamics, entropy: functional.entropy, dimension: layout.dimension };
  const derivative = system.dynamics.order === 1 ? descentRates(system) : inertialRates(system);
  const start = system.dynamics.order === 1 ? values : Float64Array.of(...values, ...new Float64Array(values.length));
  const kind = system.dynamics.order === 1 ? "gradient flow" : "damped inertial dynamics";
  return integrated(
    `${kind} of positions and weights on the nodes of the graph, Dormand–Prince`,
    derivative,
    start,
    (numbers): State => ({ layout, values: numbers.slice(0, values.length) }),
    (times) => sizesOf(system, start, times),
  );
}

/**
 * Sizes of the unknowns: of positions where they begin, or else how far their slopes take them; of weights 1; of
 * velocities and momenta what the slopes and the differences of mu make of them in the whole time, without damping.
 */
function sizesOf(system: NodeSystem, start: Float64Array, times: readonly number[]): number[] {
  const { dynamics, dimension } = system;
  const count = dynamics.graph.layers.length;
  const { gradients, mu, first } = createField(system)(Array.from(start));
  const time = times[times.length - 1] ?? 0;
  const speed = largest(gradients) * (dynamics.order === 1 ? 1 : time);
  const momentum = (Math.max(...mu) - Math.min(...mu)) * time;
  const place = largest(start.subarray(0, first)) || speed * time;
  const sizes = (ofPositions: number, ofWeights: number) =>
    Array.from({ length: count * (dimension + 1) }, (_, k) => powerOfTwo(k < first ? ofPositions : ofWeights));
  return dynamics.order === 1 ? sizes(place, 1) : [...sizes(place, 1), ...sizes(speed, momentum)];
}

/** x' = -∇V, f' = ∑ K theta (mu' - mu). */
function descentRates(system: NodeSystem): (y: readonly number[]) => number[] {
  const field = createField(system);
  const { tails, heads, weights } = system.dynamics.graph;
  const rate = edgeRate(system);
  return (y) => {
    const { values, gradients, mu, first } = field(y);
    const out = new Array<number>(y.length).fill(0);
    gradients.forEach((slope, k) => {
      out[k] = -slope;
    });
    for (let e = 0; e < tails.length; e++) {
      const [s, t] = [tails[e], heads[e]];
      const [m, n] = [mu[s], mu[t]];
      const [theta] = rate(y[first + s], y[first + t], m, n, -m, -n);
      const gain = weights[e] * theta * (n - m);
      out[first + s] = out[first + s] + gain;
      out[first + t] = out[first + t] - gain;
    }
    return values.every(Number.isFinite) ? out : out.map(() => Number.NaN);
  };
}

/** The unknowns are x, f, v, phi, one after the other. */
function inertialRates(system: NodeSystem): (y: readonly number[]) => number[] {
  const field = createField(system);
  const { graph, damping } = system.dynamics;
  const { tails, heads, weights } = graph;
  const rate = edgeRate(system);
  return (y) => {
    const { values, gradients, mu, first } = field(y);
    const half = y.length / 2;
    const out = new Array<number>(y.length).fill(0);
    gradients.forEach((slope, k) => {
      out[k] = y[half + k];
      out[half + k] = -damping * y[half + k] - slope;
    });
    mu.forEach((value, g) => {
      out[half + first + g] = -damping * y[half + first + g] - value;
    });
    for (let e = 0; e < tails.length; e++) {
      const [s, t] = [tails[e], heads[e]];
      const [phi, chi] = [y[half + first + s], y[half + first + t]];
      const [f, h, m, n] = [y[first + s], y[first + t], mu[s], mu[t]];
      const k = weights[e];
      const [theta, slope] = rate(f, h, m, n, phi, chi);
      const [, slopeBack] = rate(h, f, n, m, chi, phi);
      const gain = k * theta * (phi - chi);
      const square = 0.5 * k * (phi - chi) ** 2;
      out[first + s] = out[first + s] + gain;
      out[first + t] = out[first + t] - gain;
      out[half + first + s] = out[half + first + s] - slope * square;
      out[half + first + t] = out[half + first + t] - slopeBack * square;
    }
    return values.every(Number.isFinite) ? out : out.map(() => Number.NaN);
  };
}

/** V, ∇V and mu = T log f + V of all nodes; `first` is the index of the first weight. */
function createField({ dynamics, entropy, dimension: d }: NodeSystem) {
  const count = dynamics.graph.layers.length;
  const points = new Float64Array(count * d);
  const slopes = new Float64Array(count * d);
  return (y: readonly number[]) => {
    for (let k = 0; k < points.length; k++) points[k] = y[k];
    const values = Array.from({ length: count }, (_, g) =>
      dynamics.objective.gradient(g, points, g * d, slopes, g * d),
    );
    const mu = values.map((value, g) => (entropy === 0 ? value : value + entropy * Math.log(y[count * d + g])));
    return { values, gradients: slopes, mu, first: count * d };
  };
}

function edgeRate({ dynamics, entropy }: NodeSystem): EdgeRate {
  const { value: mobility, logSlope, takes } = mobilityKind(dynamics.mobility);
  if (takes === "donor") {
    return (f, h, _mu, _nu, phi, chi) => (phi < chi ? [f, 1] : chi < phi ? [h, 0] : [(f + h) / 2, 0.5]);
  }
  return (f, h, mu, nu) => [mobility(f, h, mu, nu, entropy), logSlope(f, h, mu, nu, entropy) / f];
}
