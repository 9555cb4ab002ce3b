import { InputError } from "../../errors.js";
import { cholesky, logDeterminant } from "../../numerics/cholesky.js";
import { gaussHermite, mostHermiteNodes } from "../../numerics/gauss-hermite.js";
import { standardNormal } from "./sample.js";
import { particleState, type State } from "./state.js";

/** Where a state on which maps act has its points: weighted quadrature nodes, or a seeded sample of equal weights. */
export interface NodeSpec {
  /** Of a Barenblatt profile, `gauss-hermite` is the Gauss rule of the profile itself. */
  readonly rule: "gauss-hermite" | "random";
  /** Nodes per axis of a product rule, number of points of a sample. */
  readonly count: number;
  readonly seed: number;
}

/** Most nodes of a product rule: more are slow, and say nothing new. */
const mostNodes = 20_000;
/** Nodes of less weight change no printed digit, and would only stretch the fit of a map. */
const negligibleWeight = 1e-12;

/**
 * A Gaussian on nodes that carry the logarithm of its density.
 *
 * @param covariance positive definite
 * @throws {InputError} on a number of nodes that is not possible
 */
export function gaussianNodes(mean: Float64Array, covariance: Float64Array, nodes: NodeSpec): State {
  const { rule, count, seed } = nodes;
  const d = mean.length;
  checkNodeCount(nodes);
  const factor = cholesky(covariance, d) as Float64Array;
  const { points, weights } = rule === "random" ? randomPoints(count, d, seed) : productRule(count, d);
  const positions = new Float64Array(points.length);
  const logDensity = new Float64Array(weights.length);
  const logNorm = -0.5 * (d * Math.log(2 * Math.PI) + logDeterminant(factor, d));
  for (let i = 0; i < weights.length; i++) {
    let squares = 0;
    for (let a = 0; a < d; a++) {
      let value = mean[a];
      for (let b = 0; b <= a; b++) value += factor[a * d + b] * points[i * d + b];
      positions[i * d + a] = value;
      squares += points[i * d + a] ** 2;
    }
    logDensity[i] = logNorm - squares / 2;
  }
  return particleState(positions, d, weights, logDensity);
}

/** @throws {InputError} unless the rule has that many nodes */
export function checkNodeCount({ rule, count }: NodeSpec): void {
  const most = rule === "random" ? 1_000_000 : mostHermiteNodes;
  if (Number.isInteger(count) && count >= 2 && count <= most) return;
  const reason = `a ${rule} rule has 2 to ${most} nodes${rule === "random" ? "" : " per axis"}`;
  throw new InputError(reason, { path: "scheme.nodes.count", value: count, remedy: "Give an integer in that range." });
}

function randomPoints(count: number, d: number, seed: number) {
  return { points: standardNormal(count * d, seed), weights: new Float64Array(count).fill(1 / count) };
}

/** A product of Gauss–Hermite rules without the nodes whose weight is negligible. */
function productRule(perAxis: number, d: number) {
  if (perAxis ** d > 50 * mostNodes) throw tooMany(perAxis, d, perAxis ** d);
  const { nodes, weights } = gaussHermite(perAxis);
  const [points, kept]: [number[], number[]] = [[], []];
  for (let k = 0; k < perAxis ** d; k++) {
    let rest = k;
    let weight = 1;
    const point: number[] = [];
    for (let a = 0; a < d; a++) {
      weight *= weights[rest % perAxis];
      point.push(nodes[rest % perAxis]);
      rest = Math.floor(rest / perAxis);
    }
    if (weight < negligibleWeight) continue;
    points.push(...point);
    kept.push(weight);
  }
  if (kept.length > mostNodes) throw tooMany(perAxis, d, kept.length);
  const total = kept.reduce((sum, weight) => sum + weight, 0);
  return { points: Float64Array.from(points), weights: Float64Array.from(kept, (weight) => weight / total) };
}

function tooMany(perAxis: number, d: number, count: number): InputError {
  return new InputError(`a product rule of ${perAxis} nodes per axis has ${count} nodes in dimension ${d}`, {
    path: "scheme.nodes.count",
    value: perAxis,
    remedy: `Use fewer nodes (at most ${mostNodes} count), or rule: random.`,
  });
}
