import type { GridLayout, ParticleLayout, StateLayout } from "../../model/states/state.js";
import type { StateNormName } from "./names.js";

/**
 * Why a distance is not available between states of these layouts, as a part of a sentence; undefined where it is.
 *
 * That a Gaussian has a mean (IGW) or is singular (symKL) is not known from its layout.
 */
export function distanceObstacle(name: StateNormName, state: StateLayout, reference: StateLayout): string | undefined {
  if (state.dimension !== reference.dimension) {
    return `the states have dimensions ${state.dimension} and ${reference.dimension}`;
  }
  const ofNodes = name === "positions" || name === "weights";
  if (ofNodes || state.kind === "nodes" || reference.kind === "nodes") return nodeObstacle(ofNodes, state, reference);
  switch (name) {
    case "W2":
      return transportObstacle(state, reference);
    case "IGW":
      if (state.kind === "grid" && reference.kind === "grid") return "it is not computed between densities on meshes";
      return areParticles(state, reference) ? labelObstacle(state, reference) : undefined;
    case "aligned":
      if (!areParticles(state, reference)) return `it pairs particles, and not ${nouns(state, reference)}`;
      return labelObstacle(state, reference);
    case "L1":
      return densityObstacle(state, reference);
    case "symKL":
    case "mean":
    case "covariance":
      return undefined;
  }
}

/** Nodes are compared one by one, and with nodes only. */
function nodeObstacle(isNodeNorm: boolean, state: StateLayout, reference: StateLayout): string | undefined {
  if (state.kind !== "nodes" || reference.kind !== "nodes") return "it compares the nodes of a graph with each other";
  if (!isNodeNorm) return "nodes are compared by positions and weights";
  return isEqual(state.nodes, reference.nodes) ? undefined : "the states have different nodes";
}

function transportObstacle(state: StateLayout, reference: StateLayout): string | undefined {
  if (state.kind === "grid" && reference.kind === "grid") {
    return state.dimension > 1 ? "it is computed on meshes of one axis only" : meshObstacle(state, reference);
  }
  // On a line any particles can be compared.
  if (areParticles(state, reference) && state.dimension > 1) return labelObstacle(state, reference);
  return undefined;
}

function densityObstacle(state: StateLayout, reference: StateLayout): string | undefined {
  if (state.kind === "particles" || reference.kind === "particles") return "particles have no density on a mesh";
  if (state.kind === "gaussian" && reference.kind === "gaussian") return "neither state is a density on a mesh";
  if (state.kind === "grid" && reference.kind === "grid") return meshObstacle(state, reference);
  return undefined;
}

function areParticles(state: StateLayout, reference: StateLayout): boolean {
  return state.kind === "particles" && reference.kind === "particles";
}

function labelObstacle(state: StateLayout, reference: StateLayout): string | undefined {
  const [a, b] = [state as ParticleLayout, reference as ParticleLayout];
  if (a.count !== b.count) return `${a.count} and ${b.count} particles cannot be paired by their labels`;
  if (!isEqual(a.weights, b.weights)) return "the particles of both states have different weights";
  return undefined;
}

function meshObstacle({ mesh: a }: GridLayout, { mesh: b }: GridLayout): string | undefined {
  const isSame = isEqual(a.cells, b.cells) && isEqual(a.domain.flat(), b.domain.flat());
  return isSame ? undefined : "the densities are on different meshes";
}

function isEqual<T>(a: ArrayLike<T>, b: ArrayLike<T>): boolean {
  return a.length === b.length && Array.from(a).every((value, k) => value === b[k]);
}

function nouns(state: StateLayout, reference: StateLayout): string {
  const noun = { gaussian: "a Gaussian", particles: "particles", grid: "a density on a mesh", nodes: "nodes" };
  const [a, b] = [noun[state.kind], noun[reference.kind]];
  return a === b ? a : `${a} and ${b}`;
}
