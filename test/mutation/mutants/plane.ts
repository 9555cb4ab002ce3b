import type { MutatedFile } from "./mutated-file.js";

/** Of steps on two axes. */
export const planeMutants: readonly MutatedFile[] = [
  {
    file: "numerics/multigrid/red-black-kernel.js",
    tests: ["unit/numerics/multigrid/multigrid.slow", "unit/numerics/multigrid/compiled"],
    mutants: [
      ["red cells forget a neighbour", "south[k] * z[k - stride] + north[k]", "north[k]"],
      ["the faces of black cells are those of the next column", "const left = k - (j & 1);", "const left = k - 1;"],
      ["coarse faces are as strong as fine ones", "i + 2 < count ? 1 / 2 : 1 / 1.5", "1"],
      ["the red cells are not solved first", "inverseRed[k] * source[j * nx + i];", "0;"],
    ],
  },
  {
    file: "numerics/multigrid/red-black-solver.js",
    tests: ["unit/numerics/multigrid/accuracy"],
    mutants: [["the iteration ends much too early", "size * ratio <= SURE * goal", "size * ratio <= 1e6 * goal"]],
  },
  {
    file: "jko/passes/grid-kernel.js",
    tests: ["unit/jko/grid-kernels", "unit/jko/plane-kernel"],
    mutants: [
      ["drained mass is left out", "drained[n] - (m + r)", "drained[n]"],
      ["cells without mass decide on the change", "> change && m >= carrying", "> change"],
      ["ground is not the chord's", "beta * chordMean(equilibrium[k], source[k])", "beta * equilibrium[k]"],
    ],
  },
  {
    file: "jko/flows/flow-gap.js",
    tests: ["unit/jko/flow-gap"],
    mutants: [
      [
        "half of what faces leave is in the gap",
        "gap += lines.toEnergy * defect",
        "gap += 0.5 * lines.toEnergy * defect",
      ],
      ["half of what edges leave is in the gap", "c * cost.defect(z, xi[k])", "0.5 * c * cost.defect(z, xi[k])"],
      ["transport costs twice", "spent += lines.toEnergy *", "spent += 2 * lines.toEnergy *"],
      ["exchange costs nothing", "spent += c * cost.primal(z)", "spent += 0"],
    ],
  },
  {
    file: "numerics/compiled/kernels.js",
    tests: ["unit/numerics/compiled/kernels"],
    mutants: [["what is asked for does not count", 'if (asked === "typescript")', "if (false)"]],
  },
];
