import { poolAdjacentViolators } from "../../numerics/pool-violators.js";
import { displacementOf, type TailPotential } from "./tail-potential.js";

/** Round-off of the envelope, relative to the potential. */
const ROUND_OFF = 1e-9;

/** Fills `above`, by cell, with the least height of the layers' potentials over the envelope of mu + x²/(2 tau). */
export type EnvelopeHeights = (above: Float64Array) => void;

export function createEnvelopeHeights(potential: TailPotential): EnvelopeHeights {
  const { transport, coldest, cells, layers, mu } = potential;
  const { toCells } = transport;
  const [positions, means, totals] = [new Float64Array(cells), new Float64Array(cells), new Float64Array(cells)];
  const starts = new Int32Array(cells);

  /** Lowers `above` to the heights of one layer. */
  function measure(layer: number, above: Float64Array): void {
    for (let face = 1; face < cells; face++) positions[face] = face + displacementOf(potential, face, layer);
    const pools = poolAdjacentViolators(positions, 1, cells, means, starts, totals);
    above[0] = 0;
    for (let pool = 0, excess = 0; pool < pools; pool++) {
      const end = pool + 1 < pools ? starts[pool + 1] : cells;
      for (let face = starts[pool]; face < end; face++) {
        excess += (positions[face] - means[pool]) / toCells;
        const noise = ROUND_OFF * (coldest + Math.abs(mu[face * layers + layer]));
        above[face] = Math.min(above[face], excess > noise && face < end - 1 ? excess : 0);
      }
    }
  }

  return (above) => {
    above.fill(Number.POSITIVE_INFINITY);
    for (let layer = 0; layer < layers; layer++) measure(layer, above);
  };
}
