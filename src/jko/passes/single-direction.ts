import type { DualState } from "../dual-state.js";
import { chordMean } from "../energy.js";
import type { LineDirection, LineDirectionParts } from "./line-direction.js";
import type { Direction } from "./passes.js";

/** Newton directions of a single layer, as those of two: see `createPairDirection`. */
export function createSingleDirection({
  topology: { cells },
  energy: { scale },
  temperatures,
  toCells,
  carrying,
}: LineDirectionParts): LineDirection {
  const beta = 1 / temperatures[0];
  const last = cells - 1;
  // Where elimination from the two walls meets.
  const middle = cells >> 1;
  const forward = new Float64Array(cells);

  /** Eliminates all cells, one from the lower wall and one from the upper in turn; `solution` receives b/p. */
  function eliminate({ equilibrium, source }: DualState, mobility: Float64Array, solution: Float64Array): void {
    let g = 0;
    let b = 0;
    let otherG = 0;
    let otherB = 0;
    for (let n = 0; n < cells; n++) {
      const upper = n & 1;
      const i = upper === 1 ? last - (n >> 1) : n >> 1;
      const m = equilibrium[i];
      const r = source[i];
      g += beta * chordMean(m, r);
      b += r;
      let w = 0;
      if (n < last) w = toCells * mobility[i - upper];
      else {
        g += otherG;
        b += otherB;
      }
      const inverse = 1 / (g + w);
      const l = w * inverse;
      forward[i] = l;
      solution[i] = b * inverse;
      const nextG = l * g;
      const nextB = l * b;
      g = otherG;
      b = otherB;
      otherG = nextG;
      otherB = nextB;
    }
  }

  /** Fills the direction from cell `first` to a wall; the cell before it is known, that in the middle has none. */
  function substitute({ equilibrium, source }: DualState, first: number, step: number, to: Direction): void {
    const { mu } = to.point;
    let { slope, growth, change } = to;
    let x = first === middle ? 0 : mu[middle];
    for (let i = first; i >= 0 && i < cells; i += step) {
      x = mu[i] + forward[i] * x;
      mu[i] = x;
      slope -= source[i] * x;
      const m = equilibrium[i];
      const size = Math.abs(x);
      if (size > change && m >= carrying) change = size;
      if (x > growth && (m >= carrying || m * Math.exp(x / scale) >= carrying)) growth = x;
    }
    to.slope = slope;
    to.growth = growth;
    to.change = change;
  }

  return (here, mobility, _across, _ground, to) => {
    eliminate(here, mobility, to.point.mu);
    to.slope = 0;
    to.growth = 0;
    to.change = 0;
    substitute(here, middle, -1, to);
    substitute(here, middle + 1, 1, to);
  };
}
