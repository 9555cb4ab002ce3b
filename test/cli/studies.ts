import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** Box modes on two layers against their closed form, four small levels. */
export const boxStudy = {
  id: "box",
  title: "Heat flow with exchange",
  tags: ["quick"],
  model: {
    domain: [[0, 1]],
    graph: { nodes: ["a", "b"], edges: [["a", "b", 3]] },
    potential: 0,
    exchange: { mobility: "logarithmic" },
    initial: { a: "1 + 0.5*cos(pi*x) + 0.3", b: "1 + 0.5*cos(pi*x) - 0.3" },
    finalTime: 0.1,
  },
  reference: {
    kind: "formula",
    density: {
      a: "(1 + 0.5*exp(-pi^2*t)*cos(pi*x) + 0.3*exp(-6*t))/2",
      b: "(1 + 0.5*exp(-pi^2*t)*cos(pi*x) - 0.3*exp(-6*t))/2",
    },
  },
  sweep: { axis: "tau", steps: [4, 8, 16, 32], cells: 40 },
  expect: [{ error: "L1", order: 1, slack: 0.15, last: 3 }],
};

/** The study above under another id, with parts of it and of its model replaced. */
export function boxWith(id: string, parts: object = {}, model: object = {}): object {
  return { ...boxStudy, ...parts, id, model: { ...boxStudy.model, ...model } };
}

/** Writes `studies/<id>.json` for every study, and returns the paths. */
export function writeStudies(folder: string, ...studies: readonly object[]): string[] {
  return studies.map((study) => {
    const file = join("studies", `${(study as { id: string }).id}.json`);
    writeText(folder, file, JSON.stringify(study));
    return file;
  });
}

export function writeText(folder: string, file: string, text: string): void {
  mkdirSync(dirname(join(folder, file)), { recursive: true });
  writeFileSync(join(folder, file), text);
}

/**
 * Wells 40 temperatures deep on 20 cells, and steps far beyond their lifetimes: at the first level the duality gap ends
 * at round-off, above the tolerance asked for; the second converges.
 */
export const failingStudy = {
  id: "failing",
  model: {
    domain: [[0, 1]],
    potential: "20*cos(5*pi*x)",
    initial: "1 + 0.5*cos(pi*x)",
    finalTime: 100_000,
  },
  scheme: { name: "jko", tolerance: 1e-16 },
  reference: { kind: "finite-volume", cells: 80, steps: 16 },
  sweep: { axis: "tau", steps: [1, 100], cells: 20 },
};
