import { createExchangeCost } from "../../jko/index.js";
import { createInternalEnergies, type InternalEnergy, soleTemperature } from "../../model/energy.js";
import { createMobility } from "../../model/exchange.js";
import type { Problem } from "../../model/problem.js";

/** How fast the layers of a place come to their equilibrium with each other, from the initial density. */
export interface ExchangeRate {
  /** 1 / time: nine tenths of the mass that changes layers does so no faster. */
  readonly rate: number;
  /** Mass that changes layers on the way there. */
  readonly moved: number;
}

/** Share of the moved mass that relaxes no faster than the rate. */
const share = 0.9;
/** Evaluations that take an instant; of more cells every k-th is taken. */
const mostEvaluations = 1e6;
/** Halvings of an interval of potentials, and of one of logarithms. */
const halvings = 60;
/** Densities that take part in a step, as for a scheme. */
const least = 1e-250;

/** One place: what the layers hold, and what they would if they exchanged mass and nothing else. */
interface Place {
  readonly rate: number;
  readonly moved: number;
}

/**
 * The rate at which exchange alone takes the initial density to its equilibrium, cell by cell.
 *
 * With f half way between the initial density and the equilibrium f* of the cell it is |sum of K theta psi'(mu' - mu)|
 * / |f - f*| in l1 over the layers: the rate itself where exchange is linear (a state of an eigenvector: its
 * eigenvalue), and a mean one on the way where it is not. The eigenvalue at the equilibrium is no such measure: with
 * `logarithmic` and V' - V = 9 it is eighty times the rate at which all but the last thousandth of the mass moves.
 *
 * @returns undefined for a single layer, or where nothing moves
 */
export function exchangeRateOf(problem: Problem): ExchangeRate | undefined {
  const { mesh, graph } = problem;
  const layers = graph.layers.length;
  if (layers === 1) return undefined;
  const perCell = halvings * layers + graph.weights.length;
  const stride = Math.max(1, Math.ceil((perCell * mesh.size) / mostEvaluations));
  const at = createPlace(problem);
  const places: Place[] = [];
  for (let cell = 0; cell < mesh.size; cell += stride) places.push(at(cell));
  const moved = places.reduce((sum, place) => sum + place.moved, 0);
  const rate = quantile(places, moved);
  return rate > 0 && Number.isFinite(rate) ? { rate, moved: stride * mesh.cellVolume * moved } : undefined;
}

/** The least rate that the share of the moved mass does not exceed. */
function quantile(places: readonly Place[], moved: number): number {
  let sum = 0;
  for (const place of [...places].sort((a, b) => a.rate - b.rate)) {
    sum += place.moved;
    if (sum >= share * moved) return place.rate;
  }
  return 0;
}

function createPlace(problem: Problem): (cell: number) => Place {
  const layers = problem.graph.layers.length;
  const internal = createInternalEnergies(problem);
  const equilibrium = createEquilibrium(problem, internal);
  const flow = createFlow(problem, internal);
  return (cell) => {
    const own = problem.initial.subarray(cell * layers, (cell + 1) * layers);
    const potential = problem.potential.subarray(cell * layers, (cell + 1) * layers);
    const settled = equilibrium(own, potential);
    const moved = 0.5 * own.reduce((sum, f, g) => sum + Math.abs(f - settled[g]), 0);
    const half = own.map((f, g) => Math.max(0.5 * (f + settled[g]), least));
    return { moved, rate: moved > 0 ? flow(half, potential) / moved : 0 };
  };
}

/** Densities of one cell with the same chemical potential in all layers, and the same mass: by bisection. */
function createEquilibrium({ energy }: Problem, internal: readonly InternalEnergy[]) {
  const densityAt = (layer: number, z: number): number => {
    if (energy.exponent === undefined) return Math.exp(z / energy.temperatures[layer]);
    const { slope } = internal[layer];
    return Math.exp(bisect([Math.log(least), -Math.log(least)], (log) => slope(Math.exp(log)) > z));
  };
  return (own: Float64Array, potential: Float64Array): Float64Array => {
    const mass = own.reduce((sum, f) => sum + f, 0);
    const at = (mu: number): Float64Array => potential.map((v, g) => densityAt(g, mu - v));
    // With the mean density in all layers the smallest potential asks for too little, the largest for too much.
    const bounds = potential.map((v, g) => v + internal[g].slope(mass / own.length));
    const total = (mu: number): number => at(mu).reduce((sum, f) => sum + f, 0);
    return at(bisect([Math.min(...bounds), Math.max(...bounds)], (mu) => total(mu) > mass));
  };
}

/** l1 norm over the layers of what they exchange in a unit of time. */
function createFlow({ graph, exchange, energy }: Problem, internal: readonly InternalEnergy[]) {
  const temperature = soleTemperature(energy) ?? Number.NaN;
  const mobility = createMobility(exchange.mobility);
  const cost = createExchangeCost(exchange.cost, temperature);
  return (density: Float64Array, potential: Float64Array): number => {
    const mu = density.map((f, g) => internal[g].slope(f) + potential[g]);
    const rates = new Float64Array(density.length);
    graph.weights.forEach((weight, e) => {
      const [a, b] = [graph.tails[e], graph.heads[e]];
      const [s, t, muS, muT] = [density[a], density[b], mu[a], mu[b]];
      const flux = weight * mobility(s, t, muS, muT, temperature) * cost.flux(muT - muS);
      rates[a] = rates[a] + flux;
      rates[b] = rates[b] - flux;
    });
    return rates.reduce((sum, rate) => sum + Math.abs(rate), 0);
  };
}

/** Where an increasing condition becomes true, within an interval. */
function bisect([low, high]: readonly [number, number], isAbove: (x: number) => boolean): number {
  let [a, b] = [low, high];
  for (let k = 0; k < halvings; k++) {
    const middle = 0.5 * (a + b);
    if (isAbove(middle)) b = middle;
    else a = middle;
  }
  return 0.5 * (a + b);
}
