import type { MutatedFile } from "./mutated-file.js";

/** Of the tails of deep wells. */
export const jkoMutants: readonly MutatedFile[] = [
  {
    file: "jko/tails.js",
    tests: ["unit/jko/deep-wells.slow", "unit/jko/tails"],
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
      ["cells are lowered by twice their excess", "lower(cell, above[cell])", "lower(cell, 2 * above[cell])"],
      [
        "the envelope is that of the last layer",
        "above[face] = Math.min(above[face],",
        "above[face] = Math.min(Infinity,",
      ],
      ["round-off above the envelope counts", "const ROUND_OFF = 1e-9", "const ROUND_OFF = 0"],
      [
        "what is asked for grows by the lowering",
        "masses[k] = masses[k] * Math.exp(-by / temperatures[layer])",
        "masses[k] = masses[k] * Math.exp(by / temperatures[layer])",
      ],
      ["tails count as balanced at a factor of two", "const BALANCED = 0.05", "const BALANCED = 0.7"],
      ["the left tail is left out", "balanceTail(-1);", ""],
      ["the right tail is left out", "balanceTail(1);", ""],
      ["balancing goes the wrong way", "(isShort ? 1 : -1) * FIRST_CHANGE", "(isShort ? -1 : 1) * FIRST_CHANGE"],
      [
        "everything beyond keeps its place",
        "if (total !== 0)\n                lower(cell, total)",
        "if (false)\n                lower(cell, total)",
      ],
      ["faces move the wrong way", "- outwards * toCells * lowering", "+ outwards * toCells * lowering"],
      [
        "one layer arrives",
        "sum += profile.between(layer, cell, Math.max(0, y - cell), cells - 1, 1)",
        "sum = profile.between(layer, cell, Math.max(0, y - cell), cells - 1, 1)",
      ],
      ["growth is not restrained", "shift(direction, cell, excess)", "shift(direction, cell, 0)"],
      ["growth is restrained to half of the room", "direction.mu[k] - limit", "direction.mu[k] - 0.5 * limit"],
      [
        "the room forgets the temperature",
        "temperatures[layer] * logarithm + potential[k]",
        "logarithm + potential[k]",
      ],
      ["what is relaxed is always told to be", "return lowered.some((by) => by !== 0)", "return true"],
    ],
  },
];
