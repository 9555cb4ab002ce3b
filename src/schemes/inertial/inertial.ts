import { createDualPoint } from "../../jko/dual-point.js";
import { createStage, stageTolerances } from "../../jko/index.js";
import type { Stepper, StepperOptions, StepReport } from "../../model/evolution.js";
import type { Problem } from "../../model/problem.js";
import { createFlight } from "./flight.js";
import { transportKinetic } from "./kinetic.js";
import { createLayerCoupling } from "./layer-coupling.js";

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
 * A step is free flight for tau1 = tau/(1 + gamma tau), one minimizing movement of size sigma = tau tau1 from where it ends, whose
 * exchange goes on with (phi - phi')/tau, and phi -> (phi - tau mu)/(1 + gamma tau) with the potential mu of the minimizer: of
 * first order, implicit in all that is stiff, and with positive densities.
 *
 * The stepper keeps phi; its density is that of the stepper interface. The reported cost is tau gamma times the kinetic energy:
 * half of what damping takes.
 *
 * @see García Trillos & Morales, J. Nonlinear Sci. 32 (2022) 27
 */
export function createInertial(problem: Problem, options: InertialOptions): Stepper {
  const { mesh, graph } = problem;
  const { tau, damping } = options;
  const layers = graph.layers.length;
  const drag = 1 + damping * tau;
  const stage = createStage(problem, { tau: (tau * tau) / drag, ...stageTolerances(problem, options) });
  const fly = createFlight(mesh, layers, tau / drag);
  const coupling = createLayerCoupling(problem, tau / drag);
  const { topology, newtonParts } = stage.parts;
  const point = createDualPoint(topology);
  const phi = Float64Array.from(options.initialPotential);
  const carried = new Float64Array(mesh.size * graph.tails.length);

  function fillCarried(): void {
    const { tails, heads } = graph;
    for (let cell = 0, base = 0, k = 0; cell < mesh.size; cell++, base += layers) {
      for (let e = 0; e < tails.length; e++, k++) {
        carried[k] =
          ((phi[base + (heads[e] as number)] as number) - (phi[base + (tails[e] as number)] as number)) / tau;
      }
    }
  }

  function pull(): void {
    point.tree.set(stage.tree);
    newtonParts.expand(point);
    for (let k = 0; k < phi.length; k++) phi[k] = ((phi[k] as number) - tau * (point.mu[k] as number)) / drag;
  }

  const kinetic = (density: Float64Array): number =>
    transportKinetic(mesh, layers, density, phi) + coupling.kinetic(density, phi);

  return {
    kinetic,
    step(density) {
      // Before flight, not after it: what flight compresses, the minimization spreads again, and in between the density varies
      // from cell to cell by (tau/h)² times what phi does. An explicit step there would be unstable on fine meshes.
      const vacuum = coupling.advance(density, phi);
      if (vacuum !== undefined) return ended("vacuum", drainedBy(problem, vacuum.edge));
      const caustic = fly(density, phi);
      if (caustic !== undefined) return ended("caustic", `particles of layer "${graph.layers[caustic.layer]}" meet`);
      fillCarried();
      const report = stage.advance(density, 1, carried);
      pull();
      return { ...report, cost: tau * damping * kinetic(density) };
    },
  };
}

function drainedBy({ graph }: Problem, edge: number): string {
  const name = (layer: number | undefined): string => `"${graph.layers[layer as number]}"`;
  return `exchange between ${name(graph.tails[edge])} and ${name(graph.heads[edge])} drains one of them`;
}

function ended(status: "caustic" | "vacuum", reason: string): StepReport {
  return { status, reason, iterations: 0, backtracks: 0, gap: 0, residual: 0, cost: 0 };
}
