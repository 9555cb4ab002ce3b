import { type MassProfile, type Position, pieceWork } from "../../numerics/mass-profile.js";
import { type Displacements, locate } from "./displacements.js";

/** The cost of the transport of one layer and its dual, before the factor h²/tau. */
export interface FaceWork {
  /** Of all faces, the swept mass times its distance to the face, in cells. */
  workOf(layer: number, mu: Float64Array): number;
  /** Minus the integral of Q_tau(mu) against the density, as two sums: swept masses, and what is linear in mu. */
  addDual(layer: number, mu: Float64Array, sums: DualSums): void;
}

export interface DualSums {
  swept: number;
  linear: number;
}

/** Cells that the work of a face goes through one by one. */
const FAR = 16;

export function createFaceWork(
  profile: MassProfile,
  { displacement, displace }: Displacements,
  cells: number,
  layers: number,
  toCells: number,
): FaceWork {
  const { mass: massOf, slope, run } = profile;
  const at: Position = { cell: 0, t: 0 };

  /** Integral of |C(face + r) - C(face)| over r between 0 and q; beyond a wall C is constant. */
  function potentialOf(layer: number, face: number, q: number): number {
    locate(cells, face, q, at);
    const { cell, t } = at;
    const k = cell * layers + layer;
    if (cell >= face) {
      const beyond = Math.max(0, face + q - cells);
      const inner = run(layer, face, cell);
      const moment = profile.runMoment(layer, face, cell, true) + profile.leftMoment(k, t);
      return moment + inner * t + beyond * (inner + profile.left(k, t));
    }
    const u = 1 - t;
    const beyond = Math.max(0, -(face + q));
    const inner = run(layer, cell + 1, face);
    const moment = profile.runMoment(layer, cell + 1, face, false) + profile.rightMoment(k, u);
    return moment + inner * u + beyond * (inner + profile.right(k, u));
  }

  function addDual(layer: number, mu: Float64Array, sums: DualSums): void {
    displace(layer, mu);
    let { swept, linear } = sums;
    // The envelope touches mu at the first cell and follows its own slopes from there.
    let envelope = mu[layer];
    linear += envelope * massOf[layer];
    for (let face = 1, k = layer + layers; face < cells; face++, k += layers) {
      const q = displacement[face];
      swept += potentialOf(layer, face, q);
      envelope += q / toCells;
      linear += envelope * massOf[k];
    }
    sums.swept = swept;
    sums.linear = linear;
  }

  /** Hot: work of the faces of one layer, with the case of faces that stay in one of the next cells written out. */
  function workOf(layer: number, mu: Float64Array): number {
    displace(layer, mu);
    const q0 = displacement;
    const masses = massOf;
    const slopes = slope;
    const stride = layers;
    const count = cells;
    let sum = 0;
    for (let face = 1, k = stride + layer; face < count; face++, k += stride) {
      const q = q0[face];
      const y = face + q;
      if (q > -FAR && q < FAR && y >= 0 && y <= count) {
        const step = q < 0 ? -stride : stride;
        let left = q < 0 ? -q : q;
        let node = q < 0 ? k - stride : k;
        let near = k;
        let whole = 0;
        for (; left > 1; left--, whole++, node += step, near += step) {
          sum += (whole + 0.5) * masses[node] - (slopes[near] - slopes[near + step]) * (1 / 12);
        }
        const m = masses[node];
        const a = slopes[near];
        const b = slopes[near + step];
        const u = 1 - left;
        if (whole > 0) sum += whole * left * (u * (u * a + left * (3 * m - b)) + left * left * m);
        sum += pieceWork(m, a, b, left);
      } else {
        locate(count, face, q, at);
        sum += workTo(profile, stride, layer, face, at);
      }
    }
    return sum;
  }

  return { workOf, addDual };
}

/** Mass between a face and a position, each bit times its distance to the face, in cells. */
export function workTo(profile: MassProfile, layers: number, layer: number, face: number, position: Position): number {
  const { cell, t } = position;
  const k = cell * layers + layer;
  if (cell >= face) {
    return (
      profile.runMoment(layer, face, cell, false) + (cell - face + t) * profile.left(k, t) - profile.leftMoment(k, t)
    );
  }
  const u = 1 - t;
  const inner = profile.runMoment(layer, cell + 1, face, true);
  return inner + (face - 1 - cell + u) * profile.right(k, u) - profile.rightMoment(k, u);
}
