/*
 * W2 between histograms against the transport linear program, solved by HiGHS: masses sit at points here, so that both
 * densities are spread over sub-cells fine enough for the program to see piecewise constant functions.
 */

import { createRequire } from "node:module";
import test from "ava";
import type { Highs } from "highs";
import { wasserstein2 } from "../../src/convergence/wasserstein.js";
import { atMost, near } from "../support/matchers.js";

// The types of the package describe a default export that its CommonJS module does not have.
const loadHighs = createRequire(import.meta.url)("highs") as () => Promise<Highs>;

/** Minimal sum of squared distances between two sets of point masses on a line, as a linear program. */
async function transportProgram(
  a: readonly number[],
  b: readonly number[],
  distance: (i: number, j: number) => number,
) {
  const highs = await loadHighs();
  const name = (i: number, j: number): string => `p${i}_${j}`;
  const pairs = a.flatMap((_, i) => b.map((_, j) => [i, j] as const));
  const objective = pairs.map(([i, j]) => `${distance(i, j) ** 2} ${name(i, j)}`).join(" + ");
  const rows = a.map((mass, i) => `r${i}: ${b.map((_, j) => name(i, j)).join(" + ")} = ${mass}`);
  const columns = b.map((mass, j) => `c${j}: ${a.map((_, i) => name(i, j)).join(" + ")} = ${mass}`);
  const result = highs.solve(`Minimize\n obj: ${objective}\nSubject To\n ${[...rows, ...columns].join("\n ")}\nEnd\n`);
  if (result.Status !== "Optimal") throw new Error(result.Status);
  return result.ObjectiveValue;
}

/** A density on cells as equal point masses at the centres of `parts` sub-cells each. */
function refine(masses: readonly number[], parts: number): number[] {
  return masses.flatMap((mass) => Array.from({ length: parts }, () => mass / parts));
}

const histograms = [
  { name: "one cell to another", a: [1, 0, 0], b: [0, 0, 1] },
  { name: "overlapping", a: [0.5, 0.3, 0.2], b: [0.1, 0.2, 0.7] },
  { name: "with gaps", a: [0.4, 0, 0.1, 0.5], b: [0, 0.6, 0.4, 0] },
  { name: "peaked and flat", a: [0.01, 0.97, 0.01, 0.01], b: [0.25, 0.25, 0.25, 0.25] },
];

for (const { name, a, b } of histograms) {
  test(`W2 equals the linear program on refined histograms: ${name}`, async (t) => {
    const width = 0.5;
    const errors: number[] = [];
    for (const parts of [3, 6, 12]) {
      const spacing = width / parts;
      const cost = await transportProgram(refine(a, parts), refine(b, parts), (i, j) => spacing * (i - j));
      errors.push(Math.abs(wasserstein2(Float64Array.from(a), Float64Array.from(b), width) ** 2 - cost));
    }
    // Points instead of sub-cells are wrong by O(spacing²) relative to width²; the last is 1/144 of it at most.
    atMost(t, errors[2], width ** 2 / 144 + 1e-9, `${errors}`);
    atMost(t, errors[2], 0.5 * errors[0] + 1e-9, `${errors}`);
  });
}

test("whole-cell translations agree with the linear program to round-off", async (t) => {
  const [a, b] = [
    [0.2, 0.5, 0.3, 0, 0],
    [0, 0, 0.2, 0.5, 0.3],
  ];
  const cost = await transportProgram(a, b, (i, j) => 0.1 * (i - j));
  near(t, wasserstein2(Float64Array.from(a), Float64Array.from(b), 0.1) ** 2, cost, 1e-9);
});
