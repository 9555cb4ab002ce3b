import { chemicalPotential, soleTemperature } from "../../model/energy.js";
import { type Mean, type MobilityKind, mobilityKind } from "../../model/exchange.js";
import type { Problem } from "../../model/problem.js";
import type { DualPoint } from "../dual-point.js";
import type { DualEnergy } from "../energy.js";
import { exchangeCostOf } from "./cost.js";
import type { ExchangeTerm } from "./term.js";

/** Whether a mobility is a function of the potentials too. */
const takesPotential: Readonly<Record<MobilityKind["takes"], boolean>> = {
  nothing: false,
  densities: false,
  weights: true,
  donor: true,
};

/**
 * Fills the conductances tau h K theta of a density. Where exchange has differences of potential eta of its own, the
 * donor of `upwind` is the layer that mass leaves by them.
 */
export function createConductances(
  problem: Problem,
  tau: number,
): (density: Float64Array, out: Float64Array, eta?: Float64Array) => void {
  const { mesh, graph, energy, exchange } = problem;
  const { tails, heads, weights } = graph;
  const layers = graph.layers.length;
  const { value: mobility, takes, mean } = mobilityKind(exchange.mobility);
  if (mean !== undefined && takes === "densities") return ofMean(problem, tau, mean);
  const mu = new Float64Array(problem.potential.length);
  const scales = weights.map((weight) => tau * mesh.cellVolume * weight);
  const temperature = soleTemperature(energy) ?? Number.NaN;
  return (density, out, eta) => {
    const byMomentum = takes === "donor" && eta !== undefined;
    if (takesPotential[takes]) chemicalPotential(problem, density, mu);
    for (let i = 0, k = 0; i < mesh.size; i++) {
      for (let e = 0; e < tails.length; e++, k++) {
        const s = i * layers + tails[e];
        const t = i * layers + heads[e];
        const theta = mobility(
          density[s],
          density[t],
          byMomentum ? eta[k] : mu[s],
          byMomentum ? 0 : mu[t],
          temperature,
        );
        out[k] = scales[e] * theta;
      }
    }
  };
}

/** Conductances of a mean of the densities, edge by edge in a loop of its own. */
function ofMean(
  { mesh, graph: { tails, heads, weights, layers } }: Problem,
  tau: number,
  { values }: Mean,
): (density: Float64Array, out: Float64Array) => void {
  const edges = tails.length;
  const [ofTail, ofHead, means] = Array.from({ length: 3 }, () => new Float64Array(mesh.size));
  return (density, out) => {
    for (let e = 0; e < edges; e++) {
      gather(density, layers.length, tails[e], ofTail);
      gather(density, layers.length, heads[e], ofHead);
      values(ofTail, ofHead, means);
      const scale = tau * mesh.cellVolume * weights[e];
      for (let i = 0, k = e; i < means.length; i++, k += edges) out[k] = scale * means[i];
    }
  };
}

/** The numbers of one layer. */
function gather(values: Float64Array, layers: number, layer: number, out: Float64Array): void {
  for (let i = 0, k = layer; i < out.length; i++, k += layers) out[i] = values[k];
}

/** Exchange with the mobility frozen at the density before the step. */
export function createFrozenExchange(problem: Problem, energy: DualEnergy, tau: number): ExchangeTerm {
  const { mesh, graph } = problem;
  const cost = exchangeCostOf(problem);
  const { isLinear } = cost;
  const conductance = new Float64Array(mesh.size * graph.tails.length);
  const across = isLinear ? conductance : new Float64Array(conductance.length);
  const fill = createConductances(problem, tau);
  let shift: Float64Array | undefined;
  const driving = new Float64Array(conductance.length);

  /** xi - eta, the differences of potential that drive exchange. */
  function drives({ xi }: DualPoint): Float64Array {
    if (shift === undefined) return xi;
    for (let k = 0; k < driving.length; k++) driving[k] = xi[k] - shift[k];
    return driving;
  }

  return {
    conductance,
    across,
    load: (densityPrev, eta) => {
      fill(densityPrev, conductance, eta);
      shift = eta;
    },
    react({ point, flow }) {
      const xi = drives(point);
      if (isLinear) for (let k = 0; k < flow.length; k++) flow[k] = conductance[k] * xi[k];
      else {
        for (let k = 0; k < flow.length; k++) {
          const c = conductance[k];
          flow[k] = c > 0 ? c * cost.flux(xi[k]) : 0;
        }
      }
    },
    dual({ point, equilibrium, flow }) {
      let sum = energy.pressure(equilibrium);
      const xi = drives(point);
      for (let k = 0; k < flow.length; k++) {
        const c = conductance[k];
        if (c > 0) sum += c * cost.dual(xi[k]);
      }
      return sum;
    },
    linearize({ flow }) {
      if (isLinear) return;
      for (let k = 0; k < across.length; k++) {
        const c = conductance[k];
        across[k] = c > 0 ? c * cost.stiffnessAt(flow[k] / c) : 0;
      }
    },
    settle({ point, flow }, exchanged) {
      const drive = drives(point);
      let spent = 0;
      let defect = 0;
      for (let k = 0; k < exchanged.length; k++) {
        const c = conductance[k];
        if (!(c > 0)) continue;
        const z = exchanged[k] / c;
        const xi = drive[k];
        if (exchanged[k] === flow[k]) spent += xi * flow[k] - c * cost.dualAt(z);
        else {
          spent += c * cost.primal(z);
          defect += c * cost.defect(z, xi);
        }
      }
      return { cost: spent, defect };
    },
  };
}
