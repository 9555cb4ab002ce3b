import type { Iterate } from "./assembly.js";
import type { Linearization } from "./linearization.js";
import { newMobilityPoint } from "./path-mobility.js";
import { moveDensity, type Path, type PathSpace } from "./path-space.js";

/** The start of a step: a path with the velocities of the step before. */
export interface VelocityStart {
  /** Remembers the velocities of a path, given its linearization. */
  keep(path: Path, model: Linearization): void;
  /**
   * Fills the path of `iterate` from `density` on; false where that would drain a cell. Potentials stay as they are.
   */
  fill(density: Float64Array, iterate: Iterate): boolean;
}

/** A start that would take a density below this part of it within an interval is none. */
const LEAST_PART = 0.05;

export function createVelocityStart(space: PathSpace): VelocityStart {
  const { intervals, nodes, faces, links, layers, edges, tails, heads, tilt, mobility } = space;
  const velocity = new Float64Array(intervals * faces);
  const speed = new Float64Array(intervals * links);
  const point = newMobilityPoint();

  function fillInterval({ density, along, across }: Path, j: number): void {
    for (let f = 0, k = j * faces; f < faces; f++, k++) {
      const p = j * nodes + f;
      along[k] = 0.5 * velocity[k] * (density[p] + density[p + layers]);
    }
    for (let i = 0, k = j * links; i < links; i++, k++) {
      const first = Math.floor(i / edges) * layers;
      const tail = first + tails[i % edges];
      const head = first + heads[i % edges];
      const [s, t] = [density[j * nodes + tail], density[j * nodes + head]];
      mobility(speed[k], s, t, tilt[tail], tilt[head], point);
      across[k] = speed[k] * point.theta;
    }
  }

  return {
    keep(path, model) {
      velocity.set(model.velocity);
      for (let k = 0; k < speed.length; k++) speed[k] = path.across[k] / model.theta[k];
    },
    fill(density, { path }) {
      path.density.set(density);
      for (let j = 0; j < intervals; j++) {
        fillInterval(path, j);
        moveDensity(space, path, j, path.density);
        for (let p = j * nodes; p < (j + 1) * nodes; p++) {
          if (!(path.density[p + nodes] > LEAST_PART * path.density[p])) return false;
        }
      }
      return true;
    },
  };
}
