import type { Iterate } from "./assembly.js";
import type { MobilityPoint } from "./edge-mobility.js";
import type { Linearization } from "./linearization.js";
import { moveDensity, type Path, type PathSpace } from "./path-space.js";

/** The start of a step: a path with the velocities of the step before. */
export interface VelocityStart {
  /** Remembers the velocities of a path, given its linearization. */
  keep(path: Path, model: Linearization): void;
  /** Fills the path of `iterate` from `density` on; false where that would drain a cell. Potentials stay as they are. */
  fill(density: Float64Array, iterate: Iterate): boolean;
}

/** A start that would take a density below this part of it within an interval is none. */
const LEAST_PART = 0.05;

export function createVelocityStart(space: PathSpace): VelocityStart {
  const { intervals, nodes, faces, links, layers, edges, tails, heads, tilt, mobility } = space;
  const velocity = new Float64Array(intervals * faces);
  const speed = new Float64Array(intervals * links);
  const point: MobilityPoint = { theta: 0, slopeTail: 0, slopeHead: 0, mixed: 0 };

  function fillInterval({ density, along, across }: Path, j: number): void {
    for (let f = 0, k = j * faces; f < faces; f++, k++) {
      const p = j * nodes + f;
      along[k] = 0.5 * (velocity[k] as number) * ((density[p] as number) + (density[p + layers] as number));
    }
    for (let i = 0, k = j * links; i < links; i++, k++) {
      const first = Math.floor(i / edges) * layers;
      const tail = first + (tails[i % edges] as number);
      const head = first + (heads[i % edges] as number);
      const [s, t] = [density[j * nodes + tail] as number, density[j * nodes + head] as number];
      mobility(speed[k] as number, s, t, tilt[tail] as number, tilt[head] as number, point);
      across[k] = (speed[k] as number) * point.theta;
    }
  }

  return {
    keep(path, model) {
      velocity.set(model.velocity);
      for (let k = 0; k < speed.length; k++) speed[k] = (path.across[k] as number) / (model.theta[k] as number);
    },
    fill(density, { path }) {
      path.density.set(density);
      for (let j = 0; j < intervals; j++) {
        fillInterval(path, j);
        moveDensity(space, path, j, path.density);
        for (let p = j * nodes; p < (j + 1) * nodes; p++) {
          if (!((path.density[p + nodes] as number) > LEAST_PART * (path.density[p] as number))) return false;
        }
      }
      return true;
    },
  };
}
