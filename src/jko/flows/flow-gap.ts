import type { Certificate } from "../certificate.js";
import type { DualState } from "../dual-state.js";
import type { DualEnergy } from "../energy.js";
import { sweepFar } from "../transport/swept-face.js";
import { visitFaces } from "./faces.js";
import type { FlowPoint, FlowSpace } from "./flow-point.js";

/** Displacements, in cells, whose difference leaves no digits of Young's inequality: a parabola stands for it. */
const CLOSE = 1e-5;

/**
 * The certificate of flows with any potential (docs/method.md, eq. 6): what Young's inequality leaves of the faces, the
 * edges and the entropy. It is the primal at the flows minus the dual at the potential.
 */
export function certifyFlows(
  { problem, transport, cost, conductance, reach }: FlowSpace,
  energy: DualEnergy,
  { point: { mu, xi }, equilibrium }: DualState,
  { swept, displacement, exchanged, kept }: FlowPoint,
): Certificate {
  const layers = problem.graph.layers.length;
  let gap = 0;
  let spent = 0;
  visitFaces(transport.lines, (lines, k, face, shift) => {
    const f = lines.first + k;
    const q = displacement[f];
    const wanted = lines.toCells * (mu[k + lines.inner] - mu[k]);
    reach.q = q;
    sweepFar(lines, k, face, shift, true, reach);
    const { moment, tangent } = reach;
    spent += lines.toEnergy * (q * swept[f] - moment);
    if (wanted === q) return;
    reach.q = wanted;
    sweepFar(lines, k, face, shift, true, reach);
    const missing = wanted - q;
    const defect =
      Math.abs(missing) < CLOSE
        ? 0.5 * Math.max(tangent, reach.tangent) * missing * missing
        : Math.max(0, reach.moment - moment - swept[f] * missing);
    gap += lines.toEnergy * defect;
  });
  for (let k = 0; k < exchanged.length; k++) {
    const c = conductance[k];
    if (!(c > 0)) continue;
    const z = exchanged[k] / c;
    spent += c * cost.primal(z);
    gap += c * cost.defect(z, xi[k]);
  }
  let residual = 0;
  let relativeResidual = 0;
  for (let k = 0, layer = 0; k < kept.length; k++) {
    const m = equilibrium[k];
    const r = kept[k] - m;
    gap += energy.divergence(layer, m, r);
    residual = Math.max(residual, Math.abs(r));
    relativeResidual = Math.max(relativeResidual, Math.abs(r / m));
    if (++layer === layers) layer = 0;
  }
  return { gap, cost: spent, residual, relativeResidual, positive: true };
}
