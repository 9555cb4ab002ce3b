import { createInternalEnergies, soleTemperature } from "../../model/energy.js";
import type { Problem } from "../../model/problem.js";
import type { DualState } from "../dual-state.js";
import type { DualEnergy } from "../energy.js";
import { createCellDensities } from "./cell-densities.js";
import { createExchangeCost } from "./cost.js";
import { createConductances } from "./frozen.js";
import type { ExchangeTerm } from "./term.js";

/** Least part of a cell's own stiffness, and of the conductance of an edge, that the correction leaves of it. */
const LEAST_PART = 0.05;
/** Below these relative changes of densities the concavity of a mean is taken from its second derivative. */
const PARABOLIC = 1e-4;

/**
 * Exchange with the mobility at the density f of the step itself, or at the mean of that and the previous one.
 *
 * Mobilities are concave, and c e(H/c) is jointly convex and decreasing in c, so that the step stays a convex problem.
 * Its dual has in every cell (docs/method.md, eq. 7)
 *
 *     A(mu) = max over f of  mu f - U(f) - V f + tau sum K theta(f, f') psi(xi)
 *
 * so that the density in equilibrium with mu solves U'(f) = mu - V + tau sum K d theta/df psi(xi), and
 * dA/dmu = f - tau sum K theta psi'(xi). In the Hessian of A the terms of second order in tau K psi' are left out: what
 * remains has the form of a ladder.
 */
export function createImplicitExchange(problem: Problem, energy: DualEnergy, tau: number): ExchangeTerm {
  const { mesh, graph, potential, exchange } = problem;
  const { tails, heads, weights } = graph;
  const layers = graph.layers.length;
  const edges = tails.length;
  const h = mesh.cellVolume;
  const internal = createInternalEnergies(problem);
  const cost = createExchangeCost(exchange.cost, soleTemperature(problem.energy) ?? Number.NaN);
  const scales = weights.map((weight) => tau * weight);
  const conductance = new Float64Array(mesh.size * edges);
  const across = new Float64Array(conductance.length);
  const fillConductances = createConductances(problem, tau);
  const cell = createCellDensities(problem);
  const { f, fresh } = cell;
  const [z, shift] = [new Float64Array(layers), new Float64Array(layers)];
  const [edgeXi, psi] = [new Float64Array(edges), new Float64Array(edges)];

  /** Reads the equilibrium densities of a cell of an evaluated state into `f`. */
  function readCell({ equilibrium }: DualState, base: number): void {
    for (let g = 0; g < layers; g++) f[g] = equilibrium[base + g] / h;
    cell.take(base);
  }

  return {
    conductance,
    across,
    load(density) {
      cell.load(density);
      fillConductances(density, conductance);
    },
    evaluate({ point, equilibrium, flow }) {
      const { mu, xi } = point;
      energy.ask(mu, equilibrium);
      for (let i = 0, base = 0; i < mesh.size; i++, base += layers) {
        for (let g = 0; g < layers; g++) {
          f[g] = equilibrium[base + g] / h;
          z[g] = mu[base + g] - potential[base + g];
        }
        for (let e = 0, k = i * edges; e < edges; e++, k++) {
          edgeXi[e] = xi[k];
          psi[e] = scales[e] * cost.dual(xi[k]);
        }
        if (!cell.solve(base, z, edgeXi, psi)) f.fill(Number.NaN);
        cell.take(base);
        for (let g = 0; g < layers; g++) equilibrium[base + g] = h * f[g];
        for (let e = 0, k = i * edges; e < edges; e++, k++) {
          const { theta } = cell.edge(e, xi[k], false);
          flow[k] = h * scales[e] * theta * cost.flux(xi[k]);
        }
      }
    },
    dual(state) {
      const { xi } = state.point;
      let sum = energy.pressure(state.equilibrium);
      for (let i = 0, k = 0, base = 0; i < mesh.size; i++, base += layers) {
        readCell(state, base);
        for (let e = 0; e < edges; e++, k++) {
          const { theta, byTail, byHead } = cell.edge(e, xi[k], false);
          // The pressure holds f U'(f) = f (mu - V) and what the mobility adds, which is therefore taken away once.
          sum += h * scales[e] * cost.dual(xi[k]) * (theta - byTail - byHead);
        }
      }
      return sum;
    },
    linearize(state, ground) {
      const { xi } = state.point;
      for (let i = 0, k = 0, base = 0; i < mesh.size; i++, base += layers) {
        readCell(state, base);
        for (let g = 0; g < layers; g++) shift[g] = 0;
        for (let e = 0; e < edges; e++, k++) {
          const tail = tails[e];
          const head = heads[e];
          const point = cell.edge(e, xi[k], false);
          const scale = h * scales[e];
          const flux = scale * cost.flux(xi[k]);
          const own = scale * point.theta * cost.stiffness(xi[k]);
          const byTail = point.byTail / pressureSlope(tail);
          const byHead = point.byHead / pressureSlope(head);
          across[k] = Math.max(LEAST_PART * own, own - flux * (byTail - byHead));
          shift[tail] = shift[tail] - flux * (byTail + byHead);
          shift[head] = shift[head] + flux * (byTail + byHead);
        }
        for (let g = 0; g < layers; g++) {
          const own = ground[base + g];
          ground[base + g] = Math.max(LEAST_PART * own, own + shift[g]);
        }
      }
    },
    settle(state, exchanged, kept) {
      const { point, equilibrium } = state;
      let spent = 0;
      let defect = 0;
      for (let i = 0, k = 0, base = 0; i < mesh.size; i++, base += layers) {
        for (let e = 0; e < edges; e++, k++) {
          const xi = point.xi[k];
          const scale = h * scales[e];
          readCell(state, base);
          const { theta, byTail, byHead, mixed } = cell.edge(e, xi, true);
          const [tail, head] = [base + tails[e], base + heads[e]];
          const growTail = kept[tail] / equilibrium[tail] - 1;
          const growHead = kept[head] / equilibrium[head] - 1;
          const [a, b] = [fresh[tail - base], fresh[head - base]];
          for (let g = 0; g < layers; g++) f[g] = kept[base + g] / h;
          cell.take(base);
          const now = cell.edge(e, xi, false).theta;
          const c = scale * now;
          const m = exchanged[k];
          if (!(c > 0)) {
            if (m !== 0) defect = Number.POSITIVE_INFINITY;
            continue;
          }
          const z = m / c;
          spent += c * cost.primal(z);
          const small = Math.abs(growTail) + Math.abs(growHead) < PARABOLIC;
          const bend = small
            ? 0.5 * mixed * (a * growTail - b * growHead) ** 2
            : Math.max(0, theta + byTail * growTail + byHead * growHead - now);
          defect += c * cost.defect(z, xi) + scale * cost.dual(xi) * bend;
        }
      }
      return { cost: spent, defect };
    },
  };

  /** f U''(f) for the density of a layer of the cell at work: T for an entropy. */
  function pressureSlope(layer: number): number {
    const s = f[layer];
    return s * internal[layer].curvature(s);
  }
}
