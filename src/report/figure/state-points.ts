import type { FlowResult, FlowSnapshot, GaussianLayout, NodeLayout, ParticleLayout } from "../../study/run/options.js";

/** A trajectory of particles or Gaussians. */
export type ParticleFlow = FlowResult & { readonly layout: ParticleLayout };
export type GaussianFlow = FlowResult & { readonly layout: GaussianLayout };

export function isParticleFlow(flow: FlowResult): flow is ParticleFlow {
  return flow.layout?.kind === "particles";
}

export function isGaussianFlow(flow: FlowResult): flow is GaussianFlow {
  return flow.layout?.kind === "gaussian";
}

/** A trajectory of nodes with positions and weights. */
export type NodeFlow = FlowResult & { readonly layout: NodeLayout };

export function isNodeFlow(flow: FlowResult): flow is NodeFlow {
  return flow.layout?.kind === "nodes";
}

/** The positions of nodes as particles, with the last weights. */
export function nodesAsParticles(flow: NodeFlow): ParticleFlow {
  const { dimension, nodes } = flow.layout;
  const count = nodes.length;
  const last = flow.snapshots.at(-1)?.density.subarray(count * dimension);
  const weights = last ?? new Float64Array(count).fill(1 / count);
  return { ...flow, layout: { kind: "particles", dimension, count, weights, tracksDensity: false } };
}

/** Indices of at most `most` of `count` things, evenly spaced and with both ends. */
export function evenly(count: number, most: number): number[] {
  if (count <= most) return Array.from({ length: count }, (_, k) => k);
  return Array.from({ length: most }, (_, k) => Math.round(((count - 1) * k) / (most - 1)));
}

/** Coordinate of a particle along an axis. */
export function coordinateOf(
  { density }: FlowSnapshot,
  { dimension }: ParticleLayout,
  particle: number,
  axis: number,
): number {
  return density[particle * dimension + axis];
}

/** First two coordinates of a particle. */
export function placeOf(snapshot: FlowSnapshot, layout: ParticleLayout, particle: number): readonly [number, number] {
  return [coordinateOf(snapshot, layout, particle, 0), coordinateOf(snapshot, layout, particle, 1)];
}

/** Size of a particle's mark relative to that of the heaviest: its area is the weight, down to what can be seen. */
export function markSize({ weights }: ParticleLayout, particle: number): number {
  const heaviest = weights.reduce((most, weight) => Math.max(most, weight), 0);
  return Math.max(smallestMark, Math.sqrt(weights[particle] / heaviest));
}

const smallestMark = 0.35;

/** Row-major covariance of a Gaussian snapshot. */
export function covarianceOf({ density }: FlowSnapshot, { dimension }: GaussianLayout): Float64Array {
  return density.subarray(dimension, dimension + dimension * dimension);
}

/** Mean of the first two coordinates. */
export function meanOf({ density }: FlowSnapshot): readonly [number, number] {
  return [density[0], density[1]];
}

/**
 * Points of the ellipse of one standard deviation of the first two coordinates, m + C^1/2 (cos a, sin a), with the
 * lower triangular root.
 */
export function ellipsePoints(
  snapshot: FlowSnapshot,
  layout: GaussianLayout,
  count: number,
): (readonly [number, number])[] {
  const covariance = covarianceOf(snapshot, layout);
  const [mx, my] = meanOf(snapshot);
  const [xx, xy, yy] = [0, 1, layout.dimension + 1].map((k) => covariance[k]) as [number, number, number];
  const first = Math.sqrt(Math.max(0, xx));
  const cross = first > 0 ? xy / first : 0;
  const second = Math.sqrt(Math.max(0, yy - cross * cross));
  return Array.from({ length: count }, (_, k) => {
    const [cos, sin] = [Math.cos((2 * Math.PI * k) / count), Math.sin((2 * Math.PI * k) / count)];
    return [mx + first * cos, my + cross * cos + second * sin];
  });
}
