import type { Iterate } from "./assembly.js";
import type { Linearization } from "./linearization.js";
import { newMobilityPoint } from "./path-mobility.js";
import type { PathSpace } from "./path-space.js";
import type { Terminal } from "./terminal.js";

/** What is known of an iterate. */
export interface PathCertificate {
  /** Upper bound of the objective minus its minimum, units of the objective. */
  readonly gap: number;
  /** Largest cellwise difference between the final density and the one that belongs to its potential, mass units. */
  readonly residual: number;
}

/** Differences of potentials below this many units of round-off of their terms count as zero. */
const ROUND_OFF = 16 * Number.EPSILON;

/** A certificate of the iterate and its linearization. */
export type Certify = (at: Iterate, model: Linearization, mass: number) => PathCertificate;

/**
 * The duality gap of the path problem.
 *
 * Minimizing the Lagrangian over the fluxes leaves, with D and xi the differences of phi,
 *
 *     h sum_k rho_k c_k + rest,   c_k = phi_k - phi_{k+1} - (g_k + g_{k+1})/2,
 *     g = dt [ sum over the faces of the cell D^2/(4 lambda h^2) + sum over edges K theta' xi^2/(2 lambda) ],
 *
 * g by interval and node, theta' any supergradient of the concave, homogeneous theta: that at the iterate. The minimum
 * over rho >= 0 is finite where c >= 0 (the Hamilton-Jacobi inequality), and adding a constant in space to all phi up
 * to an inner time makes it so there, at the price of the constant times the mass. The sum of all Young defects is the
 * gap:
 *
 *     lambda h/(2 r) (m - r D/(lambda h))^2 by face,  h lambda/(2 K theta) (H - K theta xi/lambda)^2 by edge  (times dt),
 *     h rho (c - min(c, 0)) by inner node,  h [U(rho) + U*(mu) - mu rho], mu = -(phi - g/2), by node at the end.
 *
 * All are non-negative, so that nothing cancels; negative c within the round-off of its terms count as zero.
 */
export function createCertificate(space: PathSpace, scale: number, terminal: Terminal | undefined): Certify {
  const { intervals, nodes, width } = space;
  const kinetic = new Float64Array(intervals * nodes);
  return (at, model, mass) => {
    kinetic.fill(0);
    let gap = 0;
    for (let j = 0; j < intervals; j++) {
      gap += faceDefects(space, scale, at, model, j, kinetic) + edgeDefects(space, scale, at, model, j, kinetic);
    }
    for (let j = 0; j + 1 < intervals; j++) gap += innerDefect(space, at, kinetic, j, mass);
    let residual = 0;
    for (let p = 0; terminal !== undefined && p < nodes; p++) {
      const k = (intervals - 1) * nodes + p;
      const density = at.path.density[k + nodes];
      const mu = 0.5 * kinetic[k] - at.phi[k];
      gap += width * terminal.defect(p, density, mu);
      residual = Math.max(residual, width * Math.abs(density - terminal.density(p, mu)));
    }
    return { gap, residual };
  };
}

function faceDefects(
  space: PathSpace,
  scale: number,
  at: Iterate,
  model: Linearization,
  j: number,
  kinetic: Float64Array,
): number {
  const { faces, layers, nodes, width, dt } = space;
  let sum = 0;
  for (let f = 0, k = j * faces; f < faces; f++, k++) {
    const p = j * nodes + f;
    const velocity = (at.phi[p + layers] - at.phi[p]) / (scale * width);
    const excess = model.velocity[k] - velocity;
    sum += model.faceMean[k] * excess * excess;
    const share = 0.25 * dt * scale * velocity * velocity;
    kinetic[p] = kinetic[p] + share;
    kinetic[p + layers] = kinetic[p + layers] + share;
  }
  return 0.5 * dt * scale * width * sum;
}

const point = newMobilityPoint();

function edgeDefects(
  space: PathSpace,
  scale: number,
  at: Iterate,
  model: Linearization,
  j: number,
  kinetic: Float64Array,
): number {
  const { cells, edges, links, layers, nodes, tails, heads, weights, tilt, mobility, width, dt } = space;
  let sum = 0;
  for (let i = 0, k = j * links; i < cells; i++) {
    for (let e = 0; e < edges; e++, k++) {
      const tail = i * layers + tails[e];
      const head = i * layers + heads[e];
      const [s, t] = [model.middle[j * nodes + tail], model.middle[j * nodes + head]];
      const force = (at.phi[j * nodes + tail] - at.phi[j * nodes + head]) / scale;
      mobility(force, s, t, tilt[tail], tilt[head], point);
      const weight = weights[e];
      sum += youngDefect(at.path.across[k], force, weight * model.theta[k], weight * point.theta);
      const share = 0.5 * dt * scale * weight * force * force;
      kinetic[j * nodes + tail] = kinetic[j * nodes + tail] + share * point.slopeTail;
      kinetic[j * nodes + head] = kinetic[j * nodes + head] + share * point.slopeHead;
    }
  }
  return dt * scale * width * sum;
}

/** H^2/(2a) + b x^2/2 - H x for a flux H, a force x, and conductances that differ only where H and x differ in sign. */
function youngDefect(flux: number, force: number, a: number, b: number): number {
  if (flux * force > 0 || a === b) return (0.5 * (flux - a * force) ** 2) / a;
  return (0.5 * flux * flux) / a + 0.5 * b * force * force - flux * force;
}

/** The Hamilton-Jacobi defects at the end of interval j, made non-negative by a constant. */
function innerDefect(space: PathSpace, at: Iterate, kinetic: Float64Array, j: number, mass: number): number {
  const { nodes, width } = space;
  let least = 0;
  let sum = 0;
  for (let k = j * nodes; k < (j + 1) * nodes; k++) {
    const [before, after] = [at.phi[k], at.phi[k + nodes]];
    const half = 0.5 * (kinetic[k] + kinetic[k + nodes]);
    const c = before - after - half;
    if (Math.abs(c) <= ROUND_OFF * (Math.abs(before) + Math.abs(after) + half)) continue;
    least = Math.min(least, c);
    sum += at.path.density[k + nodes] * c;
  }
  return width * sum - least * mass;
}
