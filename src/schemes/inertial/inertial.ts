import { InputError } from "../../errors.js";
import { createDualPoint } from "../../jko/dual-point.js";
import { createStage, stageTolerances } from "../../jko/index.js";
import { cellCentreText } from "../../model/cell-box.js";
import type { Stepper, StepperOptions, StepReport } from "../../model/evolution.js";
import { checkDamping, inertialModel } from "../../model/inertia.js";
import { choicesOf, requirePlain } from "../../model/plain-model.js";
import type { Problem } from "../../model/problem.js";
import { createRoughness, mostInShocks } from "../../model/roughness.js";
import { createDrain } from "./drain.js";
import { createFlight } from "./flight.js";
import { transportKinetic } from "./kinetic.js";
import { createLayerCoupling, fillCarried } from "./layer-coupling.js";

export interface InertialOptions extends StepperOptions {
  /** gamma >= 0, per time. */
  readonly damping: number;
  /** phi at t = 0, index cell * layers + layer; its gradient is the initial velocity. */
  readonly initialPotential: Float64Array;
}

/**
 * Second-order dynamics of the relative entropy with damping gamma (docs/method.md, eqs. 10-13), mu = T log f + V:
 *
 *     df/dt   = -div(f grad phi) + sum K theta (phi - phi')
 *     dphi/dt = -|grad phi|²/2 - 1/2 sum K d theta/df (phi - phi')² - gamma phi - mu
 *
 * A step is free flight for tau1 = tau/(1 + gamma tau), one minimizing movement of size sigma = tau tau1 from where it
 * ends, whose exchange goes on with (phi - phi')/tau, and phi -> (phi - tau mu)/(1 + gamma tau) with the potential mu
 * of the minimizer: of first order, implicit in all that is stiff, and with positive densities.
 *
 * The stepper keeps phi; its density is that of the stepper interface. The reported cost is tau gamma times the kinetic
 * energy: half of what damping takes.
 *
 * A run ends with `vacuum` where exchange by momentum empties a layer, and with `caustic` where particles meet in
 * flight or more than a trace of the mass varies from cell to cell.
 *
 * @throws {InputError} on a model without such dynamics, an illegal damping, or a phi of another length or that is not
 *   finite
 * @see García Trillos & Morales, J. Nonlinear Sci. 32 (2022) 27
 */
export function createInertial(problem: Problem, options: InertialOptions): Stepper {
  check(problem, options);
  const { mesh, graph } = problem;
  const { tau, damping } = options;
  const layers = graph.layers.length;
  const drag = 1 + damping * tau;
  const stage = createStage(problem, { tau: (tau * tau) / drag, ...stageTolerances(problem, options) });
  const fly = createFlight(mesh, layers, tau / drag);
  const coupling = createLayerCoupling(problem, tau / drag);
  const drain = createDrain(problem, stage.parts.newtonParts.exchange);
  const roughness = createRoughness(problem);
  const { topology, newtonParts } = stage.parts;
  const point = createDualPoint(topology);
  const phi = Float64Array.from(options.initialPotential);
  // A step without edges is an undriven one, which has a second method of solution.
  const carried = graph.tails.length === 0 ? undefined : new Float64Array(mesh.size * graph.tails.length);

  /** phi of the minimizer, less a constant: the mean of mu would only cost digits. */
  function pull(density: Float64Array): void {
    point.tree.set(stage.tree);
    newtonParts.expand(point);
    let [weighted, mass] = [0, 0];
    for (let k = 0; k < phi.length; k++) {
      weighted += density[k] * point.mu[k];
      mass += density[k];
    }
    const mean = weighted / mass;
    for (let k = 0; k < phi.length; k++) phi[k] = (phi[k] - tau * (point.mu[k] - mean)) / drag;
  }

  const kinetic = (density: Float64Array): number =>
    transportKinetic(mesh, layers, density, phi) + coupling.kinetic(density, phi);

  return {
    kinetic,
    keepHistory: stage.keepHistory,
    step(density) {
      stage.raiseVacuum(density);
      // Before flight, not after it: what flight compresses, the minimization spreads again, and in between the density
      // varies from cell to cell by (tau/h)² times what phi does. An explicit step there would be unstable on fine
      // meshes.
      const turned = coupling.advance(density, phi);
      if (turned !== undefined) return ended("vacuum", drainedBy(problem, turned.edge, turned.cell));
      const caustic = fly(density, phi);
      if (caustic !== undefined) return ended("caustic", meetIn(problem, caustic.layer, caustic.cell));
      if (carried !== undefined) fillCarried(problem, phi, tau, carried);
      drain.load(density, carried);
      const report = stage.advance(density, 1, carried);
      const drained = report.status === "converged" ? drain.find(density) : drain.find();
      if (drained !== undefined) {
        return { ...report, status: "vacuum", reason: drainedBy(problem, drained.edge, drained.cell) };
      }
      if (report.status !== "converged") return report;
      pull(density);
      const share = roughness.shareOfMass(density, phi, 0);
      if (share > mostInShocks) return { ...report, status: "caustic", reason: roughBy(share) };
      return { ...report, cost: tau * damping * kinetic(density) };
    },
  };
}

function check(problem: Problem, { damping, initialPotential }: InertialOptions): void {
  const { initial } = problem;
  requirePlain(choicesOf(problem), inertialModel);
  checkDamping(damping);
  const at = { path: "initialPotential", remedy: "Give a finite number for each cell and layer." };
  if (initialPotential.length !== initial.length) {
    throw new InputError("phi has another length than the density", { ...at, value: initialPotential.length });
  }
  const bad = initialPotential.find((value) => !Number.isFinite(value));
  if (bad !== undefined) throw new InputError("phi is not finite", { ...at, value: bad });
}

function drainedBy(problem: Problem, edge: number, cell: number): string {
  const { layers, tails, heads } = problem.graph;
  const name = (layer: number | undefined): string => `"${layers[layer as number]}"`;
  return `exchange between ${name(tails[edge])} and ${name(heads[edge])} drains one of them${where(problem, cell)}`;
}

function meetIn(problem: Problem, layer: number, cell: number): string {
  return `particles of layer "${problem.graph.layers[layer]}" meet${where(problem, cell)}`;
}

function where({ mesh }: Problem, cell: number): string {
  return mesh.size === 1 ? "" : ` at ${cellCentreText(mesh, cell)}`;
}

function roughBy(share: number): string {
  const part = Number(share.toPrecision(2));
  return `a part of ${part} of the mass varies from cell to cell: a shock, unless the mesh is too coarse for what is smooth`;
}

function ended(status: "caustic" | "vacuum", reason: string): StepReport {
  return { status, reason, iterations: 0, backtracks: 0, gap: 0, residual: 0, cost: 0 };
}
