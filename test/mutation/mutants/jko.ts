import type { MutatedFile } from "./mutated-file.js";

const tests = ["unit/jko/deep-wells.slow", "unit/jko/tails"];
const fused = ["unit/jko/passes"];

/** Of the tails of deep wells, and of the fused passes of a line. */
export const jkoMutants: readonly MutatedFile[] = [
  {
    file: "jko/tails/tails.js",
    tests,
    mutants: [
      ["no well is deep", "return most - least > DEEPEST * temperature", "return false"],
      [
        "depth is not relative to the temperature",
        "return most - least > DEEPEST * temperature",
        "return most - least > DEEPEST",
      ],
      ["porous media have deep wells", "if (energy.exponent !== undefined)", "if (false)"],
      [
        "one layer decides what is deep",
        "temperatures.some((temperature, layer)",
        "temperatures.every((temperature, layer)",
      ],
      ["cells above the envelope stay there", "above[cell] > 0", "above[cell] > Infinity"],
      ["cells are lowered by twice their excess", "lower(at, cell, above[cell])", "lower(at, cell, 2 * above[cell])"],
      ["the left tail is left out", "balanceTail(at, -1, beyond);", ""],
      ["the right tail is left out", "balanceTail(at, 1, beyond);", ""],
      ["growth is not restrained", "shift(direction, cell, excess)", "shift(direction, cell, 0)"],
      ["growth is restrained to half of the room", "direction.mu[k] - limit", "direction.mu[k] - 0.5 * limit"],
      [
        "the room forgets the temperature",
        "temperatures[layer] * logarithm + potential[k]",
        "logarithm + potential[k]",
      ],
    ],
  },
  {
    file: "jko/tails/envelope-heights.js",
    tests,
    mutants: [
      [
        "the envelope is that of the last layer",
        "above[face] = Math.min(above[face],",
        "above[face] = Math.min(Infinity,",
      ],
      ["round-off above the envelope counts", "const ROUND_OFF = 1e-9", "const ROUND_OFF = 0"],
    ],
  },
  {
    file: "jko/tails/tail-potential.js",
    tests,
    mutants: [
      [
        "what is asked for grows by the lowering",
        "masses[k] = masses[k] * Math.exp(-by / temperatures[layer])",
        "masses[k] = masses[k] * Math.exp(by / temperatures[layer])",
      ],
    ],
  },
  {
    file: "jko/tails/balance.js",
    tests,
    mutants: [
      ["tails count as balanced at a factor of two", "const BALANCED = 0.05", "const BALANCED = 0.7"],
      ["balancing goes the wrong way", "(isShort ? 1 : -1) * FIRST_CHANGE", "(isShort ? -1 : 1) * FIRST_CHANGE"],
      [
        "everything beyond keeps its place",
        "if (lowering !== 0)\n            lower(potential, cell, lowering)",
        "if (false)\n            lower(potential, cell, lowering)",
      ],
      ["faces move the wrong way", "- outwards * toCells * by", "+ outwards * toCells * by"],
      [
        "one layer arrives",
        "sum += profile.between(layer, cell, Math.max(0, y - cell), cells - 1, 1)",
        "sum = profile.between(layer, cell, Math.max(0, y - cell), cells - 1, 1)",
      ],
    ],
  },
  {
    file: "jko/passes/line-evaluation.js",
    tests: fused,
    mutants: [
      [
        "faces are swept half as far",
        "const q = toCells * (muNext - muHere)",
        "const q = 0.5 * toCells * (muNext - muHere)",
      ],
      ["crossing faces are swept as they are", "if (q - qPrev < -1)\n            return false;", ""],
      ["there is mobility beyond the lower wall", "inside = y > -AT_WALL", "inside = true"],
      ["flows enter at the head", "const r = s + sign * f;", "const r = s - sign * f;"],
      ["drained masses do not count", "scale * DRAINED_COST * drained", "0 * DRAINED_COST * drained"],
      ["the slope forgets the flows", "slope += f * xi[i] -", "slope += 0 * xi[i] -"],
    ],
  },
  {
    file: "jko/passes/pair-direction.js",
    tests: fused,
    mutants: [
      ["walls meet without the edges", "a += otherA;", ""],
      ["stiff cells are like others", "exchanged <= STIFF * (m0 + r0) && exchanged <= STIFF * (m1 + r1)", "true"],
      ["the flow leaves no trace at the root", "b0 += l * b1 - (h1 + n1) * f;", "b0 += l * b1;"],
      ["faces of the upper half are those above", "const face = 2 * (i - upper);", "const face = 2 * i;"],
    ],
  },
  {
    file: "jko/passes/single-direction.js",
    tests: fused,
    mutants: [["walls meet without the sources", "b += otherB;", ""]],
  },
  {
    file: "jko/exchange/pair-reaction.js",
    tests: ["unit/jko/pair-reaction"],
    mutants: [
      ["the mean does not bend", "const q = at.mixed;", "const q = 0;"],
      [
        "flows are those before the last change",
        "const mean = at.theta + ofA * dA + ofB * dB;",
        "const mean = 0.99 * at.theta;",
      ],
      ["the certificate forgets the bend", "bend = 0.5 * mixed[i] * apart * apart", "bend = 0"],
      ["the density before the step is left out", "at.s = newA + stale[a]", "at.s = newA"],
    ],
  },
];
