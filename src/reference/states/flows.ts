import { InputError } from "../../errors.js";
import { positiveDefinite, vectorOf } from "../../model/states/functional.js";
import { type GridLayout, gaussianParts, type State } from "../../model/states/state.js";
import { barenblattIterate, barenblattLimit, barenblattProblem } from "./barenblatt.js";
import { type GaussianProblem, gaussianProblem, keepsGaussians } from "./gaussian-problem.js";
import { gaussianOnGrid } from "./grid-gaussian.js";
import { gromovGaussianIterate, gromovGaussianLimit } from "./gromov-gaussian.js";
import { gromovParticleIterate } from "./gromov-particles.js";
import { nodeLimit } from "./node-limit.js";
import { wassersteinGaussianIterate, wassersteinGaussianLimit } from "./ornstein-uhlenbeck.js";
import { wassersteinParticleIterate } from "./particle-iterate.js";
import { gromovParticleLimit, wassersteinParticleLimit } from "./particle-limit.js";
import { type ParticleProblem, particleProblem } from "./particle-problem.js";
import { quantileIterate, quantileLimit, quantileProblem } from "./quantile-flow.js";
import { slicedRingIterate } from "./ring.js";
import { slicedGaussianLimit } from "./sliced-gaussian.js";
import { slicedGaussianIterate } from "./sliced-step.js";
import type { Geometry, IterateFlow, LimitFlow, StateReferenceRequest } from "./types.js";

/** The two references of one problem, each to be had only if it is asked for. */
export interface Flows {
  limit(): LimitFlow;
  iterate(): IterateFlow;
}

/**
 * The flow of a state, by its kind: Gaussians in closed form or as an equation for their moments, particles as such,
 * profiles on nodes as whatever keeps their form.
 *
 * @throws {InputError} where no reference is known
 */
export function flowsOf(request: StateReferenceRequest, geometry: Geometry): Flows {
  const { functional, initial } = request;
  const { layout, values } = initial;
  switch (layout.kind) {
    case "gaussian": {
      const { mean, covariance } = gaussianParts(layout, values);
      return flowsFrom(ofGaussians[geometry], gaussianProblem(functional, mean, covariance));
    }
    case "grid": {
      if (!keepsGaussians(functional)) gaussianProblem(functional, new Float64Array(0), new Float64Array(0));
      const { mean, covariance } = gaussianOnGrid({ layout, values } as State & { layout: GridLayout });
      return flowsFrom(ofGaussians[geometry], gaussianProblem(functional, mean, covariance));
    }
    case "particles":
      return layout.tracksDensity
        ? profileFlows(request, geometry)
        : flowsFrom(ofParticles[geometry], particleProblem(functional, initial));
    case "nodes":
      return nodeFlows(request, geometry);
  }
}

function nodeFlows(request: StateReferenceRequest, geometry: Geometry): Flows {
  if (geometry !== "wasserstein") {
    const remedy = "Leave geometry out.";
    throw new InputError("nodes have one limit", { path: "reference.geometry", value: geometry, remedy });
  }
  return {
    limit: () => nodeLimit(request),
    iterate() {
      const remedy = "Use kind: limit.";
      throw new InputError("there is no exact iterate of nodes", { path: "reference.kind", value: "iterate", remedy });
    },
  };
}

type FlowsOf<Problem> = readonly [limit: (problem: Problem) => LimitFlow, iterate: (problem: Problem) => IterateFlow];

function flowsFrom<Problem>([limit, iterate]: FlowsOf<Problem>, problem: Problem): Flows {
  return { limit: () => limit(problem), iterate: () => iterate(problem) };
}

const ofGaussians: Record<Geometry, FlowsOf<GaussianProblem>> = {
  wasserstein: [wassersteinGaussianLimit, wassersteinGaussianIterate],
  sliced: [slicedGaussianLimit, slicedGaussianIterate],
  gromov: [gromovGaussianLimit, gromovGaussianIterate],
};

/**
 * With the number of particles fixed, matchings stay as tau -> 0: the sliced flow is the Wasserstein flow at d times
 * the speed.
 */
const ofParticles: Record<Geometry, FlowsOf<ParticleProblem>> = {
  wasserstein: [wassersteinParticleLimit, wassersteinParticleIterate],
  sliced: [slicedParticleLimit, slicedRingIterate],
  gromov: [gromovParticleLimit, gromovParticleIterate],
};

function slicedParticleLimit(problem: ParticleProblem): LimitFlow {
  const { solve } = wassersteinParticleLimit(problem);
  return {
    description:
      "sliced Wasserstein flow of a fixed number of particles, d times as fast as the Wasserstein flow, Dormand–Prince",
    solve: (times) => solve(times.map((t) => problem.dimension * t)),
  };
}

/** Gaussians and Barenblatt profiles on nodes that carry their density. */
function profileFlows(request: StateReferenceRequest, geometry: Geometry): Flows {
  const { functional, initial, model } = request;
  const { state, dimension } = model;
  if (geometry !== "wasserstein") {
    throw new InputError("profiles on nodes have references in the Wasserstein metric only", {
      path: "reference",
      value: geometry,
    });
  }
  if (state.kind === "barenblatt" || functional.exponent !== undefined) {
    return flowsFrom([barenblattLimit, barenblattIterate], barenblattProblem(request));
  }
  if (functional.entropy === 0) return flowsFrom(ofParticles[geometry], particleProblem(functional, initial));
  if (state.kind === "gaussian" && keepsGaussians(functional)) {
    const mean = vectorOf(state.mean, dimension, "model.state.mean");
    const covariance = positiveDefinite(state.covariance, dimension, "model.state.covariance");
    return flowsFrom(ofGaussians[geometry], gaussianProblem(functional, mean, covariance));
  }
  return flowsFrom([quantileLimit, quantileIterate], quantileProblem(request));
}
