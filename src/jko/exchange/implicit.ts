import type { Problem } from "../../model/problem.js";
import type { DualState } from "../dual-state.js";
import type { DualEnergy } from "../energy.js";
import { createConductances } from "./frozen.js";
import { createImplicitCells, type ImplicitCells, LEAST_PART } from "./implicit-cells.js";
import { createImplicitDefect } from "./implicit-defect.js";
import { createPairReaction } from "./pair-reaction.js";
import type { ExchangeTerm } from "./term.js";

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
  const cells = createImplicitCells(problem, tau);
  const conductance = new Float64Array(problem.mesh.size * problem.graph.tails.length);
  const across = new Float64Array(conductance.length);
  const fillConductances = createConductances(problem, tau);
  const plain = createPlainImplicit(cells, across, tau);
  const pair = createPairReaction(cells, across, plain);
  return {
    ...(pair ?? plain),
    conductance,
    across,
    implicit: cells,
    load(density) {
      cells.cell.load(density);
      fillConductances(density, conductance);
      pair?.load(density);
    },
    dual: (state) => dualOf(cells, state, energy.pressure(state.equilibrium)),
  };
}

/** The terms for every graph, energy and mobility. */
export function createPlainImplicit(
  cells: ImplicitCells,
  across: Float64Array,
  tau: number,
): Pick<ExchangeTerm, "react" | "linearize" | "settle"> {
  return {
    react: createReact(cells, tau),
    linearize: createLinearize(cells, across),
    settle: createImplicitDefect(cells),
  };
}

/** Solves for the equilibrium densities, which depend on the exchange, and fills the flows. */
function createReact({ problem, cost, h, scales, cell }: ImplicitCells, tau: number): ExchangeTerm["react"] {
  const { mesh, graph, potential } = problem;
  const { f } = cell;
  const layers = f.length;
  const edges = scales.length;
  const rates = graph.weights.map((weight) => tau * weight);
  const z = new Float64Array(layers);
  const [edgeXi, psi] = [new Float64Array(edges), new Float64Array(edges)];
  return ({ point: { mu, xi }, equilibrium, flow }) => {
    for (let i = 0, base = 0; i < mesh.size; i++, base += layers) {
      for (let g = 0; g < layers; g++) {
        f[g] = equilibrium[base + g] / h;
        z[g] = mu[base + g] - potential[base + g];
      }
      for (let e = 0, k = i * edges; e < edges; e++, k++) {
        edgeXi[e] = xi[k];
        psi[e] = rates[e] * cost.dual(xi[k]);
      }
      if (!cell.solve(base, z, edgeXi, psi)) f.fill(Number.NaN);
      cell.take(base);
      for (let g = 0; g < layers; g++) equilibrium[base + g] = h * f[g];
      for (let e = 0, k = i * edges; e < edges; e++, k++) {
        flow[k] = scales[e] * cell.edge(e, xi[k]).theta * cost.flux(xi[k]);
      }
    }
  };
}

/** A. The pressure holds f U'(f) = f (mu - V) and what the mobility adds to it, which is therefore taken away once. */
function dualOf(
  { problem, cost, scales, cell, readCell }: ImplicitCells,
  { point: { xi }, equilibrium }: DualState,
  pressure: number,
): number {
  const layers = cell.f.length;
  let sum = pressure;
  for (let i = 0, k = 0; i < problem.mesh.size; i++) {
    readCell(equilibrium, i * layers);
    for (let e = 0; e < scales.length; e++, k++) {
      const { theta, byTail, byHead } = cell.edge(e, xi[k]);
      sum += scales[e] * cost.dual(xi[k]) * (theta - byTail - byHead);
    }
  }
  return sum;
}

/** Fills the conductances of the Newton system, and corrects its ground, by the slopes of the mobility. */
function createLinearize(
  { problem, cost, scales, cell, readCell }: ImplicitCells,
  across: Float64Array,
): ExchangeTerm["linearize"] {
  const { tails, heads } = problem.graph;
  const layers = cell.f.length;
  const shift = new Float64Array(layers);
  return ({ point: { xi }, equilibrium }, ground) => {
    for (let i = 0, k = 0, base = 0; i < problem.mesh.size; i++, base += layers) {
      readCell(equilibrium, base);
      shift.fill(0);
      for (let e = 0; e < scales.length; e++, k++) {
        const tail = tails[e];
        const head = heads[e];
        const { theta, byTail, byHead } = cell.edge(e, xi[k]);
        const flux = scales[e] * cost.flux(xi[k]);
        const own = scales[e] * theta * cost.stiffness(xi[k]);
        const ofTail = byTail / cell.pressureSlope(tail);
        const ofHead = byHead / cell.pressureSlope(head);
        across[k] = Math.max(LEAST_PART * own, own - flux * (ofTail - ofHead));
        shift[tail] = shift[tail] - flux * (ofTail + ofHead);
        shift[head] = shift[head] + flux * (ofTail + ofHead);
      }
      for (let g = 0; g < layers; g++) {
        const own = ground[base + g];
        ground[base + g] = Math.max(LEAST_PART * own, own + shift[g]);
      }
    }
  };
}
