import { chemicalPotential, soleTemperature } from "../../model/energy.js";
import { createMobility } from "../../model/exchange.js";
import type { Problem } from "../../model/problem.js";
import type { DualPoint } from "../dual-point.js";
import type { DualEnergy } from "../energy.js";
import { createExchangeCost } from "./cost.js";
import type { ExchangeTerm } from "./term.js";

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
  const mobility = createMobility(exchange.mobility);
  const mu = new Float64Array(problem.potential.length);
  const scales = weights.map((weight) => tau * mesh.cellVolume * weight);
  const temperature = soleTemperature(energy) ?? Number.NaN;
  const isUpwind = exchange.mobility === "upwind";
  const needsPotential = isUpwind || exchange.mobility.startsWith("weighted");
  return (density, out, eta) => {
    const byMomentum = isUpwind && eta !== undefined;
    if (needsPotential) chemicalPotential(problem, density, mu);
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

/** Exchange with the mobility frozen at the density before the step. */
export function createFrozenExchange(problem: Problem, energy: DualEnergy, tau: number): ExchangeTerm {
  const { mesh, graph, exchange } = problem;
  const isQuadratic = exchange.cost === "quadratic";
  const cost = createExchangeCost(exchange.cost, soleTemperature(problem.energy) ?? Number.NaN);
  const conductance = new Float64Array(mesh.size * graph.tails.length);
  const across = isQuadratic ? conductance : new Float64Array(conductance.length);
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
    evaluate({ point, equilibrium, flow }) {
      energy.ask(point.mu, equilibrium);
      const xi = drives(point);
      if (isQuadratic) for (let k = 0; k < flow.length; k++) flow[k] = conductance[k] * xi[k];
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
    linearize({ point }) {
      if (isQuadratic) return;
      const drive = drives(point);
      for (let k = 0; k < across.length; k++) {
        const c = conductance[k];
        across[k] = c > 0 ? c * cost.stiffness(drive[k]) : 0;
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
        if (exchanged[k] === flow[k]) spent += c * (xi * cost.flux(xi) - cost.dual(xi));
        else {
          spent += c * cost.primal(z);
          defect += c * cost.defect(z, xi);
        }
      }
      return { cost: spent, defect };
    },
  };
}
