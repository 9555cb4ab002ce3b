import { displacementOf, lower, type TailPotential } from "./tail-potential.js";

/** Part of all mass that arrives beyond a face of a tail, at most. */
const THIN = 1e-10;
/** Logarithm of arriving over equilibrium mass beyond a face at which the tail counts as balanced. */
const BALANCED = 0.05;
/** First change of the potential that is tried, in units of T, and how often it is doubled. */
const FIRST_CHANGE = 1e-3;
const MAX_DOUBLINGS = 60;

/** Towards the upper or the lower wall. */
export type Outwards = 1 | -1;

/**
 * Lowers all that lies beyond a face, in all layers at once, until the mass that arrives there is the equilibrium mass:
 * an equation for the logarithm of their ratio, solved face by face, outwards to the wall.
 *
 * @param beyond scratch, by cell and layer
 */
export function balanceTail(potential: TailPotential, outwards: Outwards, beyond: Float64Array): void {
  const { cells, total, coldest } = potential;
  fillBeyond(potential, outwards, beyond);
  let lowering = 0;
  for (let face = outwards > 0 ? 1 : cells - 1; face > 0 && face < cells; face += outwards) {
    const cell = outwards > 0 ? face : face - 1;
    if (lowering !== 0) lower(potential, cell, lowering);
    if (!(arrivingBeyond(potential, face, outwards, 0) < THIN * total)) continue;
    const before = lowering;
    const more = balance(coldest, (by) => {
      const arriving = arrivingBeyond(potential, face, outwards, by);
      if (arriving === 0) return Number.NEGATIVE_INFINITY;
      return Math.log(arriving / wantedBeyond(potential, beyond, cell, before + by));
    });
    if (more !== 0) lower(potential, cell, more);
    lowering += more;
  }
}

/** Equilibrium masses of a cell and all beyond it. */
function fillBeyond({ cells, layers, masses }: TailPotential, outwards: Outwards, beyond: Float64Array): void {
  const wall = outwards > 0 ? cells - 1 : 0;
  for (let cell = wall; cell >= 0 && cell < cells; cell -= outwards) {
    for (let k = cell * layers; k < (cell + 1) * layers; k++) {
      beyond[k] = masses[k] + (cell === wall ? 0 : beyond[k + outwards * layers]);
    }
  }
}

/** Equilibrium mass of all layers beyond a face with outer cell `cell`, where all there has been lowered by `by`. */
function wantedBeyond({ temperatures, layers }: TailPotential, beyond: Float64Array, cell: number, by: number): number {
  let wanted = 0;
  for (let layer = 0; layer < layers; layer++) {
    wanted += beyond[cell * layers + layer] * Math.exp(-by / temperatures[layer]);
  }
  return wanted;
}

/** Mass of all layers that arrives beyond a face if everything there is lowered by `by`. */
function arrivingBeyond(potential: TailPotential, face: number, outwards: Outwards, by: number): number {
  const { cells, layers, transport } = potential;
  const { profile, toCells } = transport;
  let sum = 0;
  for (let layer = 0; layer < layers; layer++) {
    const y = face + (displacementOf(potential, face, layer) - outwards * toCells * by);
    if (outwards > 0) {
      if (y >= cells) continue;
      const cell = Math.max(0, Math.floor(y));
      sum += profile.between(layer, cell, Math.max(0, y - cell), cells - 1, 1);
    } else if (y > 0) {
      const cell = Math.min(cells - 1, Math.floor(y));
      sum += profile.between(layer, 0, 0, cell, Math.min(1, y - cell));
    }
  }
  return sum;
}

/**
 * The lowering that balances, by doubling and bisection; where round-off decides, the one with which less arrives. 0
 * where none is found.
 *
 * @param imbalance logarithm of arriving over equilibrium mass for a lowering
 */
function balance(coldest: number, imbalance: (by: number) => number): number {
  const first = imbalance(0);
  if (Math.abs(first) < BALANCED) return 0;
  const isShort = first < 0;
  let near = 0;
  let far = (isShort ? 1 : -1) * FIRST_CHANGE * coldest;
  for (let doublings = 0; imbalance(far) < 0 === isShort; doublings++) {
    if (doublings === MAX_DOUBLINGS) return 0;
    near = far;
    far *= 2;
  }
  for (;;) {
    const middle = 0.5 * (near + far);
    const rest = imbalance(middle);
    if (Math.abs(rest) < BALANCED) return middle;
    if (middle === near || middle === far) return isShort ? near : far;
    if (rest < 0 === isShort) near = middle;
    else far = middle;
  }
}
