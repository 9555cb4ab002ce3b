import type { MassProfile, Position } from "../../numerics/mass-profile.js";
import type { ExactTransport } from "../transport/exact.js";
import { workTo } from "../transport/face-work.js";

/** Positions of the faces swept by transport, as cell and fraction; index `(face - 1) * layers + layer`. */
export interface SweptFaces {
  /** Places the faces so that each cell of a layer receives `masses`. */
  place(masses: Float64Array): void;
  /** Puts these faces where `from` has them, moved by `alpha` times the masses `moved`. */
  advance(from: SweptFaces, moved: Float64Array, alpha: number): void;
  /** Displacement of face k, in cells. */
  displacement(k: number): number;
  /** dC/dx of the transported density at face k, mass per cell. */
  density(k: number): number;
  /** Mass between face k and where it came from, each bit times its distance, in cells. */
  work(k: number): number;
  /** Integral of |C(y + r) - C(y)| over r between 0 and `distance` (in cells), y the position of face k. */
  youngDefect(k: number, distance: number): number;
  position(k: number): Readonly<Position>;
}

export function createSweptFaces({ profile }: ExactTransport, cells: number, layers: number): SweptFaces {
  const cellOf = new Int32Array((cells - 1) * layers);
  const fractionOf = new Float64Array((cells - 1) * layers);
  const at: Position = { cell: 0, t: 0 };

  function load(k: number): Position {
    at.cell = cellOf[k];
    at.t = fractionOf[k];
    return at;
  }

  function store(k: number): void {
    cellOf[k] = at.cell;
    fractionOf[k] = at.t;
  }

  /**
   * Quantiles of one layer: from the left up to the median, from the right down to it, so that tails keep their digits.
   */
  function placeLayer(layer: number, masses: Float64Array): void {
    let half = 0;
    for (let k = layer; k < masses.length; k += layers) half += 0.5 * masses[k];
    let face = 1;
    at.cell = 0;
    at.t = 0;
    for (let sum = 0; face < cells; face++) {
      const mass = masses[(face - 1) * layers + layer];
      sum += mass;
      if (sum > half) break;
      profile.advance(layer, at, mass);
      store((face - 1) * layers + layer);
    }
    at.cell = cells - 1;
    at.t = 1;
    for (let i = cells - 1; i >= face; i--) {
      profile.advance(layer, at, -masses[i * layers + layer]);
      store((i - 1) * layers + layer);
    }
  }

  return {
    place(masses) {
      for (let layer = 0; layer < layers; layer++) placeLayer(layer, masses);
    },
    advance(from, moved, alpha) {
      for (let k = 0; k < cellOf.length; k++) {
        const { cell, t } = from.position(k);
        at.cell = cell;
        at.t = t;
        profile.advance(k % layers, at, alpha * moved[k]);
        store(k);
      }
    },
    displacement: (k) => cellOf[k] - Math.floor(k / layers) - 1 + fractionOf[k],
    density: (k) => profile.density(cellOf[k] * layers + (k % layers), fractionOf[k]),
    work: (k) => workTo(profile, layers, k % layers, Math.floor(k / layers) + 1, load(k)),
    youngDefect: (k, distance) => youngDefect(profile, layers, k % layers, load(k), distance),
    position: load,
  };
}

/** Integral of |C(p + r) - C(p)| over r between 0 and `distance` (in cells), walls included; walks cell by cell. */
function youngDefect(
  profile: MassProfile,
  layers: number,
  layer: number,
  position: Position,
  distance: number,
): number {
  const cells = profile.mass.length / layers;
  const forward = distance > 0;
  let { cell, t } = position;
  let remaining = Math.abs(distance);
  let swept = 0;
  let area = 0;
  for (;;) {
    const k = cell * layers + layer;
    const inCell = forward ? 1 - t : t;
    const step = Math.min(remaining, inCell);
    // Two Gauss points integrate (step - s) times the quadratic density exactly.
    let mass = 0;
    let moment = 0;
    for (const node of [0.5 - Math.sqrt(1 / 12), 0.5 + Math.sqrt(1 / 12)]) {
      const density = profile.density(k, forward ? t + step * node : t - step * node);
      mass += 0.5 * step * density;
      moment += 0.5 * step * step * (1 - node) * density;
    }
    area += swept * step + moment;
    swept += mass;
    remaining -= step;
    if (remaining <= 0) return area;
    cell += forward ? 1 : -1;
    t = forward ? 0 : 1;
    if (cell < 0 || cell >= cells) return area + swept * remaining;
  }
}
