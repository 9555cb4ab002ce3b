import { createInternalEnergies, type InternalEnergy, soleTemperature } from "../../model/energy.js";
import { type Mean, meanOf } from "../../model/exchange.js";
import type { Problem } from "../../model/problem.js";
import type { DualState } from "../dual.js";
import type { DualEnergy } from "../energy.js";
import { createExchangeCost } from "./cost.js";
import type { ExchangeTerm } from "./exchange.js";
import { createConductances } from "./frozen.js";

/** Largest change of a logarithm in one iteration on a cell's densities, … */
const MAX_CHANGE = 3;
/** … and the change after which the next one, its square, is below round-off. */
const SETTLED = 1e-8;
const MAX_ITERATIONS = 100;
/** Logarithm of the least density. */
const LEAST = -690;
/** Least part of a cell's own stiffness, and of the conductance of an edge, that the correction leaves of it. */
const LEAST_PART = 0.05;
/** Relative changes of densities below which the concavity of a mean is its second derivative. */
const PARABOLIC = 1e-4;

/**
 * Exchange with the mobility at the density f of the step itself, or at the mean of that and the previous one.
 *
 * Mobilities are concave and e(H/c) c is jointly convex and decreasing in c, so that the step stays a convex problem. Its dual
 * has, in every cell,
 *
 *     A(mu) = max over f of  mu f - U(f) - V f + tau sum K theta(f, f') psi(xi)
 *
 * so that a layer asks for the density U'(f) = mu - V + tau sum K d theta/df psi(xi); dA/dmu = f - tau sum K theta psi'(xi).
 * The densities of a cell are found by a Newton iteration in their logarithms, in which the matrix is a diagonal one plus a
 * graph Laplacian: with q = s t theta_st, Euler's identity makes s² theta_ss = t² theta_tt = -q.
 *
 * In the Hessian of A the terms of second order in tau K psi' are left out: what remains is of the form of a ladder.
 *
 * @see MATH of the model: docs/method.md, "Mobilities at the new density"
 */
export function createImplicitExchange(problem: Problem, energy: DualEnergy, tau: number): ExchangeTerm {
  const { mesh, graph, potential, exchange } = problem;
  const { tails, heads, weights } = graph;
  const layers = graph.layers.length;
  const edges = tails.length;
  const h = mesh.cellVolume;
  const internal = createInternalEnergies(problem);
  const temperature = soleTemperature(problem.energy) ?? Number.NaN;
  const cost = createExchangeCost(exchange.cost, temperature);
  const upwind = exchange.mobility === "upwind";
  const mean: Mean = meanOf(
    exchange.mobility === "upwind" || exchange.mobility === "unit" ? "arithmetic" : exchange.mobility,
  );
  const weighted = exchange.mobility.startsWith("weighted");
  /** Share of the new density in the one the mobility is taken at. */
  const share = exchange.mobilityAt === "midpoint" ? 0.5 : 1;
  const scales = weights.map((weight) => tau * weight);
  const conductance = new Float64Array(mesh.size * edges);
  const across = new Float64Array(conductance.length);
  const fillConductances = createConductances(problem, tau);
  const densityPrev = new Float64Array(potential.length);

  // Of the cell at work: logarithms and values of the densities; arguments of the mobility and the part of them that is new.
  const [y, z, f] = [new Float64Array(layers), new Float64Array(layers), new Float64Array(layers)];
  const [argument, fresh] = [new Float64Array(layers), new Float64Array(layers)];
  const [right, diagonal, change] = [new Float64Array(layers), new Float64Array(layers), new Float64Array(layers)];
  const [rest, direction, image] = [new Float64Array(layers), new Float64Array(layers), new Float64Array(layers)];
  const [psi, coupling] = [new Float64Array(edges), new Float64Array(edges)];
  // Of the edge at work: theta, and its derivatives in the logarithms of the new densities of tail and head.
  const at = { theta: 0, byTail: 0, byHead: 0, mixed: 0 };

  /** Fills `argument` and `fresh` from the densities `f` of a cell. */
  function takeArguments(base: number): void {
    for (let g = 0; g < layers; g++) {
      const now = f[g] as number;
      const taken = share === 1 ? now : share * now + (1 - share) * (densityPrev[base + g] as number);
      argument[g] = weighted ? Math.exp(Math.log(taken) + (potential[base + g] as number) / temperature) : taken;
      fresh[g] = taken > 0 ? (share * now) / taken : 1;
    }
  }

  /** Fills `at` for an edge; the donor of `upwind` has the larger potential. */
  function takeEdge(e: number, xi: number, withMixed: boolean): void {
    const tail = tails[e] as number;
    const head = heads[e] as number;
    const [s, t] = [argument[tail] as number, argument[head] as number];
    if (upwind) {
      at.theta = xi > 0 ? t : s;
      at.byTail = xi > 0 ? 0 : s * (fresh[tail] as number);
      at.byHead = xi > 0 ? t * (fresh[head] as number) : 0;
      at.mixed = 0;
      return;
    }
    at.theta = mean.value(s, t);
    at.byTail = (fresh[tail] as number) * mean.logSlope(s, t);
    at.byHead = (fresh[head] as number) * mean.logSlope(t, s);
    if (withMixed) at.mixed = mean.mixed(s, t);
  }

  /** The densities a cell asks for: Newton's method in their logarithms, from those without exchange in `f`. */
  function solveCell(base: number): boolean {
    for (let g = 0; g < layers; g++) y[g] = Math.max(LEAST, Math.log(f[g] as number));
    for (let iteration = 0; iteration < MAX_ITERATIONS; iteration++) {
      for (let g = 0; g < layers; g++) f[g] = Math.exp(y[g] as number);
      takeArguments(base);
      for (let g = 0; g < layers; g++) {
        const { slope, curvature } = internal[g] as InternalEnergy;
        const s = f[g] as number;
        right[g] = s * ((z[g] as number) - slope(s));
        diagonal[g] = s * s * curvature(s);
      }
      for (let e = 0; e < edges; e++) {
        const tail = tails[e] as number;
        const head = heads[e] as number;
        const weight = psi[e] as number;
        takeEdge(e, edgeXi[e] as number, true);
        right[tail] = (right[tail] as number) + weight * at.byTail;
        right[head] = (right[head] as number) + weight * at.byHead;
        const [a, b] = [fresh[tail] as number, fresh[head] as number];
        const q = weight * at.mixed;
        diagonal[tail] = (diagonal[tail] as number) + q * a * a;
        diagonal[head] = (diagonal[head] as number) + q * b * b;
        coupling[e] = q * a * b;
      }
      solveChange();
      let largest = 0;
      for (let g = 0; g < layers; g++) largest = Math.max(largest, Math.abs(change[g] as number));
      if (!(largest < Number.POSITIVE_INFINITY)) return false;
      const damping = Math.min(1, MAX_CHANGE / largest);
      for (let g = 0; g < layers; g++) y[g] = Math.max(LEAST, (y[g] as number) + damping * (change[g] as number));
      if (largest <= SETTLED) {
        for (let g = 0; g < layers; g++) f[g] = Math.exp(y[g] as number);
        return true;
      }
    }
    return false;
  }
  const edgeXi = new Float64Array(edges);

  /** Solves for `change`: a positive diagonal minus couplings. Directly for pairs, else by conjugate gradients. */
  function solveChange(): void {
    if (layers === 2 && edges === 1) {
      const [a, b, c] = [diagonal[0] as number, diagonal[1] as number, coupling[0] as number];
      const determinant = a * b - c * c;
      change[0] = (b * (right[0] as number) + c * (right[1] as number)) / determinant;
      change[1] = (a * (right[1] as number) + c * (right[0] as number)) / determinant;
      return;
    }
    change.fill(0);
    rest.set(right);
    let size = 0;
    for (let g = 0; g < layers; g++) {
      direction[g] = (rest[g] as number) / (diagonal[g] as number);
      size += (rest[g] as number) * (direction[g] as number);
    }
    const goal = 1e-24 * size;
    for (let k = 0; k < 4 * layers && size > goal; k++) {
      for (let g = 0; g < layers; g++) image[g] = (diagonal[g] as number) * (direction[g] as number);
      for (let e = 0; e < edges; e++) {
        const tail = tails[e] as number;
        const head = heads[e] as number;
        image[tail] = (image[tail] as number) - (coupling[e] as number) * (direction[head] as number);
        image[head] = (image[head] as number) - (coupling[e] as number) * (direction[tail] as number);
      }
      let curvature = 0;
      for (let g = 0; g < layers; g++) curvature += (direction[g] as number) * (image[g] as number);
      const step = size / curvature;
      let sizeNew = 0;
      for (let g = 0; g < layers; g++) {
        change[g] = (change[g] as number) + step * (direction[g] as number);
        rest[g] = (rest[g] as number) - step * (image[g] as number);
        sizeNew += (rest[g] as number) ** 2 / (diagonal[g] as number);
      }
      for (let g = 0; g < layers; g++) {
        direction[g] = (rest[g] as number) / (diagonal[g] as number) + (sizeNew / size) * (direction[g] as number);
      }
      size = sizeNew;
    }
  }

  /** Reads the densities of a cell that an evaluated state asks for into `f`. */
  function readCell({ equilibrium }: DualState, base: number): void {
    for (let g = 0; g < layers; g++) f[g] = (equilibrium[base + g] as number) / h;
    takeArguments(base);
  }

  return {
    conductance,
    across,
    load(density) {
      densityPrev.set(density);
      fillConductances(density, conductance);
    },
    evaluate({ point, equilibrium, flow }) {
      const { mu, xi } = point;
      energy.ask(mu, equilibrium);
      for (let i = 0, base = 0; i < mesh.size; i++, base += layers) {
        for (let g = 0; g < layers; g++) {
          f[g] = (equilibrium[base + g] as number) / h;
          z[g] = (mu[base + g] as number) - (potential[base + g] as number);
        }
        for (let e = 0, k = i * edges; e < edges; e++, k++) {
          edgeXi[e] = xi[k] as number;
          psi[e] = (scales[e] as number) * cost.dual(xi[k] as number);
        }
        if (!solveCell(base)) f.fill(Number.NaN);
        takeArguments(base);
        for (let g = 0; g < layers; g++) equilibrium[base + g] = h * (f[g] as number);
        for (let e = 0, k = i * edges; e < edges; e++, k++) {
          takeEdge(e, xi[k] as number, false);
          flow[k] = h * (scales[e] as number) * at.theta * cost.flux(xi[k] as number);
        }
      }
    },
    dual(state) {
      const { xi } = state.point;
      let sum = energy.pressure(state.equilibrium);
      for (let i = 0, k = 0, base = 0; i < mesh.size; i++, base += layers) {
        readCell(state, base);
        for (let e = 0; e < edges; e++, k++) {
          takeEdge(e, xi[k] as number, false);
          // f U'(f) = f (mu - V) plus what the mobility adds, which the pressure therefore counts once too often.
          sum += h * (scales[e] as number) * cost.dual(xi[k] as number) * (at.theta - at.byTail - at.byHead);
        }
      }
      return sum;
    },
    linearize(state, ground) {
      const { xi } = state.point;
      for (let i = 0, k = 0, base = 0; i < mesh.size; i++, base += layers) {
        readCell(state, base);
        for (let g = 0; g < layers; g++) right[g] = 0;
        for (let e = 0; e < edges; e++, k++) {
          const tail = tails[e] as number;
          const head = heads[e] as number;
          takeEdge(e, xi[k] as number, false);
          const scale = h * (scales[e] as number);
          const flux = scale * cost.flux(xi[k] as number);
          const own = scale * at.theta * cost.stiffness(xi[k] as number);
          const byTail = at.byTail / pressureSlope(tail);
          const byHead = at.byHead / pressureSlope(head);
          across[k] = Math.max(LEAST_PART * own, own - flux * (byTail - byHead));
          right[tail] = (right[tail] as number) - flux * (byTail + byHead);
          right[head] = (right[head] as number) + flux * (byTail + byHead);
        }
        for (let g = 0; g < layers; g++) {
          const own = ground[base + g] as number;
          ground[base + g] = Math.max(LEAST_PART * own, own + (right[g] as number));
        }
      }
    },
    settle(state, taken, kept) {
      const { point, equilibrium } = state;
      let spent = 0;
      let defect = 0;
      for (let i = 0, k = 0, base = 0; i < mesh.size; i++, base += layers) {
        for (let e = 0; e < edges; e++, k++) {
          const xi = point.xi[k] as number;
          const scale = h * (scales[e] as number);
          readCell(state, base);
          takeEdge(e, xi, true);
          const { theta, byTail, byHead, mixed } = at;
          const [tail, head] = [base + (tails[e] as number), base + (heads[e] as number)];
          const growTail = (kept[tail] as number) / (equilibrium[tail] as number) - 1;
          const growHead = (kept[head] as number) / (equilibrium[head] as number) - 1;
          const [a, b] = [fresh[tail - base] as number, fresh[head - base] as number];
          for (let g = 0; g < layers; g++) f[g] = (kept[base + g] as number) / h;
          takeArguments(base);
          takeEdge(e, xi, false);
          const c = scale * at.theta;
          const m = taken[k] as number;
          if (!(c > 0)) {
            if (m !== 0) defect = Number.POSITIVE_INFINITY;
            continue;
          }
          const z = m / c;
          spent += c * cost.primal(z);
          const small = Math.abs(growTail) + Math.abs(growHead) < PARABOLIC;
          const bend = small
            ? 0.5 * mixed * (a * growTail - b * growHead) ** 2
            : Math.max(0, theta + byTail * growTail + byHead * growHead - at.theta);
          defect += c * cost.defect(z, xi) + scale * cost.dual(xi) * bend;
        }
      }
      return { cost: spent, defect };
    },
  };

  /** f U''(f) for the density of a layer of the cell at work: T for an entropy. */
  function pressureSlope(layer: number): number {
    const s = f[layer] as number;
    return s * (internal[layer] as InternalEnergy).curvature(s);
  }
}
