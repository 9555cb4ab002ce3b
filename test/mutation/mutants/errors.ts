import type { MutatedFile } from "./mutated-file.js";

/** Of norms and distances, by what each says of itself. */
export const errorMutants: readonly MutatedFile[] = [
  {
    file: "convergence/errors/l1.js",
    tests: ["unit/convergence/norms", "unit/convergence/errors", "unit/convergence/state-distances/density"],
    mutants: [
      ["L1 is not weighted by the volume", "return mesh.cellVolume * sum;", "return sum;"],
      ["L1 is L2 squared", "sum += Math.abs(a[k] - b[k])", "sum += (a[k] - b[k]) ** 2"],
      ["L1 lets differences cancel", "sum += Math.abs(a[k] - b[k])", "sum += a[k] - b[k]"],
      ["the mass of a Gaussian off the mesh does not count", " + Math.max(1 - inside, 0)", ""],
    ],
  },
  {
    file: "convergence/errors/l2.js",
    tests: ["unit/convergence/norms"],
    mutants: [
      ["L2 is not rooted", "return Math.sqrt(mesh.cellVolume * sum)", "return mesh.cellVolume * sum"],
      ["L2 is of absolute values", "sum += e * e", "sum += Math.abs(e)"],
      ["L2 has the root of no volume", "Math.sqrt(mesh.cellVolume * sum)", "mesh.cellVolume * Math.sqrt(sum)"],
    ],
  },
  {
    file: "convergence/errors/linf.js",
    tests: ["unit/convergence/norms"],
    mutants: [
      [
        "Linf sees positive differences only",
        "const e = Math.abs(density[k] - reference[k])",
        "const e = density[k] - reference[k]",
      ],
      ["Linf passes over what is not a number", "if (Number.isNaN(e))", "if (false)"],
    ],
  },
  {
    file: "convergence/errors/kl.js",
    tests: ["unit/convergence/norms", "unit/convergence/errors", "unit/convergence/floors"],
    mutants: [
      [
        "relative entropy the other way round",
        "relativeEntropy({ mesh, mass }, density, reference)",
        "relativeEntropy({ mesh, mass }, reference, density)",
      ],
      ["entropies are distances", "power: 2", "power: 1"],
      ["negative densities have an entropy", "if (!(f >= 0 && r >= 0))", "if (false)"],
      ["negative references have an entropy", "!(f >= 0 && r >= 0)", "!(f >= 0)"],
      [
        "mass where the reference vanishes is finite",
        "> negligibleShare * mass ? Number.POSITIVE_INFINITY",
        "> Infinity ? Number.POSITIVE_INFINITY",
      ],
      [
        "round-off where the reference vanishes is infinite",
        "const negligibleShare = 1e-14",
        "const negligibleShare = 0",
      ],
      [
        "much mass where the reference vanishes is finite",
        "const negligibleShare = 1e-14",
        "const negligibleShare = 1e-10",
      ],
      ["stray mass is not relative to the mass", "negligibleShare * mass ?", "negligibleShare ?"],
      ["stray mass is a density", "return mesh.cellVolume * stray", "return stray"],
      ["an empty cell costs nothing", "if (f === 0)\n        return r;", "if (f === 0)\n        return 0;"],
      ["entropy lacks the difference of masses", "(Math.log(f) - Math.log(r)) - f + r", "(Math.log(f) - Math.log(r))"],
      ["entropy of close densities is off by the cubic term", "0.5 - q * (1 / 6 - q / 12)", "0.5"],
      [
        "entropy of close densities has the wrong cubic sign",
        "0.5 - q * (1 / 6 - q / 12)",
        "0.5 + q * (1 / 6 - q / 12)",
      ],
      ["entropy of close densities lacks the quartic term", "(1 / 6 - q / 12)", "(1 / 6)"],
      ["the series is used up to a tenth", "Math.abs(q) < 1e-4", "Math.abs(q) < 1e-1"],
      ["the series is never used", "Math.abs(q) < 1e-4", "false"],
    ],
  },
  {
    file: "convergence/errors/w2.js",
    tests: ["unit/convergence/norms", "unit/convergence/errors"],
    mutants: [
      ["W2 takes planes for lines", "if (mesh.cells.length !== 1)", "if (false)"],
      [
        "W2 sees one layer only",
        "masses[cell] = masses[cell] + width * density[k]",
        "masses[cell] = width * density[k]",
      ],
      ["W2 takes densities for masses", "masses[cell] + width * density[k]", "masses[cell] + density[k]"],
      ["W2 is not refused in the plane", "axes === 1", "axes <= 2"],
      ["W2 has no unit", "lengthPower: 1", "lengthPower: 0"],
    ],
  },
  {
    file: "convergence/errors/mass.js",
    tests: ["unit/convergence/norms", "unit/convergence/traps"],
    mutants: [
      ["mass differences of layers cancel", "sum += Math.abs(difference)", "sum += difference"],
      [
        "mass differences within a layer do not cancel",
        "difference += density[k] - reference[k]",
        "difference += Math.abs(density[k] - reference[k])",
      ],
      ["mass differences are not weighted by the volume", "return mesh.cellVolume * sum;\n}\n", "return sum;\n}\n"],
      ["layer masses are zero only where the L1 error is", "ownRoundOff: true", "ownRoundOff: false"],
    ],
  },
  {
    file: "convergence/errors/energy.js",
    tests: ["unit/convergence/norms", "unit/convergence/floors"],
    mutants: [
      [
        "energies keep their sign",
        "return Math.abs(energyAbove(problem, density) - energyAbove(problem, compared))",
        "return energyAbove(problem, density) - energyAbove(problem, compared)",
      ],
      [
        "energies of different masses are compared",
        "const compared = Math.abs(factor - 1) <= equalMasses ? reference :",
        "const compared = true ? reference :",
      ],
      [
        "the reference is scaled by the inverse ratio",
        "massOf(problem, density) / massOf(problem, reference)",
        "massOf(problem, reference) / massOf(problem, density)",
      ],
      ["energies are compared with the solver", "lengthPower: undefined", "lengthPower: 0"],
    ],
  },
  {
    file: "convergence/errors/igw.js",
    tests: ["unit/convergence/errors"],
    mutants: [["Gromov errors are lengths", "lengthPower: 2", "lengthPower: 1"]],
  },
  {
    file: "convergence/errors/covariance.js",
    tests: ["unit/convergence/errors"],
    mutants: [["covariances are lengths", "lengthPower: 2", "lengthPower: 1"]],
  },
  {
    file: "convergence/errors/sym-kl.js",
    tests: ["unit/convergence/floors"],
    mutants: [["symmetric entropies are distances", "power: 2", "power: 1"]],
  },
];
