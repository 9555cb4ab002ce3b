import type { MassProfile, Position } from "../../numerics/mass-profile.js";
import { type Displacements, locate } from "./displacements.js";
import { workTo } from "./face-work.js";

const EPSILON = 2 ** -52;

/**
 * The primal side of transport, for one layer: writes the arriving masses h f~ (docs/method.md, eq. 4), and returns the
 * work: of all faces, the swept mass times its distance to the face, in cells.
 *
 * Where both the equilibrium mass of a cell and the difference to it are below the round-off of the faces, the cell
 * gets the equilibrium mass. The heaviest cell of the layer makes up for it, so that mass stays exact.
 */
export type PushLayer = (layer: number, mu: Float64Array, equilibrium: Float64Array, arriving: Float64Array) => number;

export function createPush(
  profile: MassProfile,
  { displacement, displace }: Displacements,
  cells: number,
  layers: number,
  toCells: number,
): PushLayer {
  const { mass: massOf } = profile;
  const at: Position = { cell: 0, t: 0 };

  /**
   * Round-off of the mass up to a swept face: that of its position, times the mass of the fullest cell it may lie in.
   */
  function blurOf(k: number, q: number, mu: Float64Array, layer: number): number {
    const scale = Math.abs(mu[k + layers]) + Math.abs(mu[k]);
    const width = EPSILON * (1 + Math.abs(q) + toCells * scale);
    const node = at.cell * layers + layer;
    let fullest = massOf[node];
    if (at.t < width && at.cell > 0) fullest = Math.max(fullest, massOf[node - layers]);
    if (1 - at.t < width && at.cell < cells - 1) fullest = Math.max(fullest, massOf[node + layers]);
    return width * fullest;
  }

  return (layer, mu, equilibrium, arriving) => {
    displace(layer, mu);
    let work = 0;
    let missing = 0;
    let heaviest = layer;
    let cellPrev = 0;
    let tPrev = 0;
    let blurPrev = 0;
    for (let face = 1, k = layer; face <= cells; face++, k += layers) {
      let blur = 0;
      if (face < cells) {
        const q = displacement[face];
        locate(cells, face, q, at);
        work += workTo(profile, layers, layer, face, at);
        blur = blurOf(k, q, mu, layer);
      } else {
        at.cell = cells - 1;
        at.t = 1;
      }
      const mass = profile.between(layer, cellPrev, tPrev, at.cell, at.t);
      const wanted = equilibrium[k];
      const resolution = 4 * (blur + blurPrev);
      const resolved = wanted >= resolution || Math.abs(mass - wanted) > resolution;
      arriving[k] = resolved ? mass : wanted;
      if (!resolved) missing += mass - wanted;
      if (arriving[k] > arriving[heaviest]) heaviest = k;
      cellPrev = at.cell;
      tPrev = at.t;
      blurPrev = blur;
    }
    arriving[heaviest] = arriving[heaviest] + missing;
    return work;
  };
}
