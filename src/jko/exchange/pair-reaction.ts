import { mobilityKind, mobilityTimeKinds } from "../../model/exchange.js";
import type { Problem } from "../../model/problem.js";
import { exponential } from "../../numerics/exponential.js";
import type { MeanPoint } from "../../numerics/means.js";
import type { DualState } from "../dual-state.js";
import type { ExchangeCost } from "./cost.js";
import { type ImplicitCells, LEAST_PART } from "./implicit-cells.js";
import type { ExchangeTerm } from "./term.js";

/** Largest change of a logarithm in one iteration, … */
const MAX_CHANGE = 3;
/** … and the change after which the next one, its square, is below round-off. */
const SETTLED = 1e-8;
/** Iterations after which the cells are left to the plain method. */
const MAX_ITERATIONS = 20;
/** Largest logarithm of a density, and of e^{V/T}. */
const LARGEST = 650;
/** Below these relative changes of densities theta is its tangent less a parabola. */
const PARABOLIC = 1e-4;

/**
 * The exchange of two layers joined by one edge with a mean at the new densities as mobility (docs/method.md, eq. 7).
 *
 * A density is f = e^{(mu - V)/T + c}, and T c = psi dtheta/df. The c of a cell change little from one state to the
 * next: that of the last one is where Newton's method begins. What the mean is there serves the Newton system and the
 * certificate of the state too.
 */
export function createPairReaction(
  cells: ImplicitCells,
  across: Float64Array,
  plain: Pick<ExchangeTerm, "react" | "linearize" | "settle">,
): Pick<ExchangeTerm, "load" | "react" | "linearize" | "settle"> | undefined {
  const { problem, cost, scales, h } = cells;
  const { mesh, graph, potential, energy, exchange } = problem;
  const { takes, mean } = mobilityKind(exchange.mobility);
  const factors = takes === "weights" ? weightsOf(problem) : new Float64Array(potential.length).fill(1);
  const isPair = graph.layers.length === 2 && graph.tails.length === 1;
  if (!isPair || mean === undefined || energy.exponent !== undefined || factors === undefined) return undefined;
  const newArray = (): Float64Array => new Float64Array(mesh.size);
  const pair: Pair = {
    problem,
    cost,
    h,
    scale: scales[0],
    fill: mean.fill,
    fresh: mobilityTimeKinds[exchange.mobilityAt].weight,
    factors,
    stale: new Float64Array(potential.length),
    shift: new Float64Array(potential.length),
    theta: newArray(),
    byTail: newArray(),
    byHead: newArray(),
    mixed: newArray(),
    partTail: newArray(),
    partHead: newArray(),
    at: { s: 0, t: 0, theta: 0, byS: 0, byT: 0, mixed: 0 },
  };
  let last: DualState | undefined;
  return {
    load(density) {
      for (let k = 0; k < density.length; k++) pair.stale[k] = (1 - pair.fresh) * factors[k] * density[k];
    },
    react(state) {
      last = reactPair(pair, state) ? state : undefined;
      if (last !== undefined) return;
      pair.shift.fill(0);
      plain.react(state);
    },
    linearize(state, ground) {
      if (state === last) linearizePair(pair, state, across, ground);
      else plain.linearize(state, ground);
    },
    settle(state, exchanged, kept) {
      const settled = state === last ? settlePair(pair, state, exchanged, kept) : undefined;
      return settled ?? plain.settle(state, exchanged, kept);
    },
  };
}

/** e^{V/T}; undefined where it is too large or too small to be a factor. */
function weightsOf({ potential, energy: { temperatures } }: Problem): Float64Array | undefined {
  const layers = temperatures.length;
  const largest = potential.reduce((most, v, k) => Math.max(most, Math.abs(v / temperatures[k % layers])), 0);
  return largest < LARGEST / 2 ? potential.map((v, k) => Math.exp(v / temperatures[k % layers])) : undefined;
}

interface Pair {
  readonly problem: Problem;
  readonly cost: ExchangeCost;
  readonly h: number;
  /** tau h K. */
  readonly scale: number;
  readonly fill: (at: MeanPoint) => void;
  /** Part of the new density in the one that the mobility is taken at. */
  readonly fresh: number;
  /** What densities are multiplied with, by node. */
  readonly factors: Float64Array;
  /** What the density before the step adds to the argument of the mean, by node. */
  readonly stale: Float64Array;
  /** c, by node. */
  readonly shift: Float64Array;
  /** The mean of every cell and its derivatives in the logarithms of the new densities, at the state evaluated last. */
  readonly theta: Float64Array;
  readonly byTail: Float64Array;
  readonly byHead: Float64Array;
  readonly mixed: Float64Array;
  /** Part of the new densities in the arguments of the mean. */
  readonly partTail: Float64Array;
  readonly partHead: Float64Array;
  /** Scratch. */
  readonly at: MeanPoint;
}

/** Hot: fills `equilibrium` and `flow`, and the mean of every cell; false where a cell has not converged. */
function reactPair(pair: Pair, state: DualState): boolean {
  const { problem, cost, h, scale, fill, fresh, factors, stale, shift, at } = pair;
  const { theta, byTail, byHead, mixed, partTail, partHead } = pair;
  const { temperatures } = problem.energy;
  const { potential } = problem;
  const { mu, xi } = state.point;
  const { equilibrium, flow } = state;
  const { isLinear } = cost;
  const tail = problem.graph.tails[0];
  const head = problem.graph.heads[0];
  const [tTail, tHead] = [temperatures[tail], temperatures[head]];
  const [betaTail, betaHead] = [1 / tTail, 1 / tHead];
  const rate = scale / h;
  for (let i = 0; i < theta.length; i++) {
    const a = 2 * i + tail;
    const b = 2 * i + head;
    const x = xi[i];
    const psi = rate * (isLinear ? 0.5 * x * x : cost.dual(x));
    const levelA = betaTail * (mu[a] - potential[a]);
    const levelB = betaHead * (mu[b] - potential[b]);
    let cA = shift[a];
    let cB = shift[b];
    let change = Number.POSITIVE_INFINITY;
    for (let iteration = 0; iteration < MAX_ITERATIONS; iteration++) {
      const yA = levelA + cA;
      const yB = levelB + cB;
      if (!(Math.abs(yA) < LARGEST && Math.abs(yB) < LARGEST)) return false;
      const fA = exponential(yA);
      const fB = exponential(yB);
      const newA = fresh * factors[a] * fA;
      const newB = fresh * factors[b] * fB;
      at.s = newA + stale[a];
      at.t = newB + stale[b];
      fill(at);
      const partA = stale[a] > 0 ? newA / at.s : 1;
      const partB = stale[b] > 0 ? newB / at.t : 1;
      const ofA = at.byS * partA;
      const ofB = at.byT * partB;
      const q = at.mixed;
      // Divided by the densities, so that nothing underflows.
      const perA = psi / fA;
      const perB = psi / fB;
      const rightA = perA * ofA - tTail * cA;
      const rightB = perB * ofB - tHead * cB;
      const ownA = perA * q * partA * partA;
      const ownB = perB * q * partB * partB;
      const inverse = 1 / (tTail * tHead + tTail * ownB + tHead * ownA);
      const joint = q * partA * partB;
      const dA = ((tHead + ownB) * rightA + perA * joint * rightB) * inverse;
      const dB = ((tTail + ownA) * rightB + perB * joint * rightA) * inverse;
      change = Math.max(Math.abs(dA), Math.abs(dB));
      if (change <= SETTLED) {
        equilibrium[a] = h * (fA + fA * dA);
        equilibrium[b] = h * (fB + fB * dB);
        shift[a] = cA + dA;
        shift[b] = cB + dB;
        const mean = at.theta + ofA * dA + ofB * dB;
        theta[i] = mean;
        byTail[i] = ofA;
        byHead[i] = ofB;
        mixed[i] = q;
        partTail[i] = partA;
        partHead[i] = partB;
        flow[i] = scale * mean * (isLinear ? x : cost.flux(x));
        break;
      }
      if (!(change < Number.POSITIVE_INFINITY)) return false;
      const damping = change > MAX_CHANGE ? MAX_CHANGE / change : 1;
      cA += damping * dA;
      cB += damping * dB;
    }
    if (!(change <= SETTLED)) return false;
  }
  return true;
}

/** Fills the conductances of the Newton system, and corrects its ground, by the slopes of the mobility. */
function linearizePair(pair: Pair, state: DualState, across: Float64Array, ground: Float64Array): void {
  const { problem, cost, scale, theta, byTail, byHead } = pair;
  const { xi } = state.point;
  const tail = problem.graph.tails[0];
  const head = problem.graph.heads[0];
  const betaTail = 1 / problem.energy.temperatures[tail];
  const betaHead = 1 / problem.energy.temperatures[head];
  for (let i = 0; i < theta.length; i++) {
    const a = 2 * i + tail;
    const b = 2 * i + head;
    const flux = scale * (cost.isLinear ? xi[i] : cost.flux(xi[i]));
    const own = scale * theta[i] * (cost.isLinear ? 1 : cost.stiffness(xi[i]));
    const ofTail = betaTail * byTail[i];
    const ofHead = betaHead * byHead[i];
    const shift = flux * (ofTail + ofHead);
    across[i] = Math.max(LEAST_PART * own, own - flux * (ofTail - ofHead));
    ground[a] = Math.max(LEAST_PART * ground[a], ground[a] - shift);
    ground[b] = Math.max(LEAST_PART * ground[b], ground[b] + shift);
  }
}

/** Where densities hardly change theta is its tangent less a parabola; undefined where some change more. */
function settlePair(
  pair: Pair,
  { point: { xi }, equilibrium }: DualState,
  exchanged: Float64Array,
  kept: Float64Array,
): ReturnType<ExchangeTerm["settle"]> | undefined {
  const { problem, cost, scale, theta, byTail, byHead, mixed, partTail, partHead } = pair;
  const tail = problem.graph.tails[0];
  const head = problem.graph.heads[0];
  let spent = 0;
  let defect = 0;
  for (let i = 0; i < theta.length; i++) {
    const a = 2 * i + tail;
    const b = 2 * i + head;
    const growA = (kept[a] - equilibrium[a]) / equilibrium[a];
    const growB = (kept[b] - equilibrium[b]) / equilibrium[b];
    if (!(Math.abs(growA) + Math.abs(growB) < PARABOLIC)) return undefined;
    const x = xi[i];
    const apart = partTail[i] * growA - partHead[i] * growB;
    const bend = 0.5 * mixed[i] * apart * apart;
    const c = scale * (theta[i] + byTail[i] * growA + byHead[i] * growB - bend);
    if (!(c > 0)) return undefined;
    const z = exchanged[i] / c;
    const dual = cost.isLinear ? 0.5 * x * x : cost.dual(x);
    spent += c * (cost.isLinear ? 0.5 * z * z : cost.primal(z));
    defect += c * (cost.isLinear ? 0.5 * (z - x) ** 2 : cost.defect(z, x)) + scale * dual * bend;
  }
  return { cost: spent, defect };
}
