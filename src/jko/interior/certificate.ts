import type { Certificate } from "../certificate.js";
import { differenceAlong, fillPull, type PrimalPoint, type PrimalSpace } from "./primal-point.js";

/**
 * The certificate of a primal point (docs/method.md, eq. 6): Young defects of transport at mu - lambda and of exchange
 * at mu, and the complementarity sum of lambda a. Masses are conservative, and the entropy has no defect: mu is that of
 * the kept masses.
 *
 * @param pull scratch, by face
 */
export function certifyPrimal(space: PrimalSpace, point: PrimalPoint, pull: Float64Array): Certificate {
  const { transport, cost, cells, edges, nodes, faces: faceCount } = space;
  const { toCells } = transport;
  const { faces, mu, exchanged, lambda, arriving, conductance } = point;
  fillPull(space, point, lambda, pull);
  let work = 0;
  let defect = 0;
  let residual = 0;
  for (let k = 0; k < faceCount; k++) {
    const distance = toCells * pull[k];
    work += faces.work(k);
    defect += faces.youngDefect(k, distance);
    residual = Math.max(residual, Math.abs(distance) * faces.density(k));
  }
  let spent = work / toCells;
  let gap = defect / toCells;
  for (let k = 0; k < nodes; k++) gap += lambda[k] * arriving[k];
  for (let i = 0, k = 0; i < cells; i++) {
    for (let e = 0; e < edges; e++, k++) {
      const c = conductance[k];
      if (!(c > 0)) continue;
      const mass = exchanged[k];
      spent += c * cost.primal(mass / c);
      gap += c * cost.defect(mass / c, differenceAlong(space, mu, i, e));
    }
  }
  return { gap, cost: spent, residual, relativeResidual: 0, positive: true };
}
