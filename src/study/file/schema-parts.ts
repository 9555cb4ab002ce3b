import { z } from "zod";
import { errorNames } from "../../convergence/errors.js";
import { cells } from "../../model/mesh-schema.js";
import { count, finite, key } from "../../model/schema-parts.js";

import { budgetNames, budgets, defaultBudget } from "./budget.js";

export { errorNames } from "../../convergence/errors.js";

export const axes = {
  tau: key(z.literal("tau"), "The step size changes, on one mesh."),
  h: key(z.literal("h"), "The mesh changes, with one step size."),
} as const;
export const stepsList = key(z.array(count).min(1), "Numbers of steps to the final time, increasing.", [8, 16, 32, 64]);
export const cellsList = key(
  z.array(cells).min(1),
  "Numbers of cells per axis, increasing; [nx, ny] where the axes differ.",
  [50, 100, 200],
  [
    [16, 32],
    [32, 64],
  ],
);
export const oneSteps = key(count, "Number of steps to the final time, the same at every level.", 100);
export const oneMesh = key(
  cells,
  "Cells per axis, the same at every level; [nx, ny] where the axes differ.",
  200,
  [64, 32],
);
export const parameterSweep = {
  axis: key(z.literal("parameter"), "A number of model or scheme changes."),
  path: key(z.string().min(1), "Path of that number in the study.", "scheme.innerSteps", "model.graph.edges[0][2]"),
  values: key(z.array(finite).min(1), "Its values. Unit: that of the number.", [4, 8, 16]),
  size: key(z.enum(["value", "1/value"]).default("1/value"), "What an order is taken in.", "value"),
  steps: oneSteps,
};
export const expectation = z.strictObject({
  error: key(z.enum(errorNames), "The error that is judged.", "L1"),
  order: key(finite.optional(), "Least order, less slack; none by default. Unit: none.", 1),
  slack: key(z.number().nonnegative().default(0.1), "How far an order may stay below. Unit: none.", 0.05),
  last: key(
    count.default(3),
    "Pairs of levels that are judged, counted from the finest; floor-limited levels are left out.",
    2,
  ),
  axis: key(
    z.enum(["tau", "h"]).optional(),
    "The size an order is taken in; by default the one that is swept, tau where both are.",
    "h",
  ),
  max: key(finite.optional(), "Largest order; none by default. Unit: none.", 1.2),
  plateau: key(
    z.number().nonnegative().optional(),
    "A limit of the error other than convergence to zero; none by default. Unit: that of the error.",
    0.135,
  ),
  within: key(
    z.number().nonnegative().optional(),
    "How far from the plateau the error may settle, as a part of it (0.02 is 2 %); 0.1 by default. Unit: none.",
    0.02,
  ),
});
export const head = {
  id: key(
    z.string().regex(/^[a-z0-9][a-z0-9._-]*$/i, "letters, digits, '.', '_' and '-' only"),
    "Name of the study: that of its file without the extension.",
    "my-study",
  ),
  title: key(z.string().default(""), "One line for tables and figures.", "Heat flow on two layers"),
  question: key(z.string().default(""), "What the study is to show.", "Is the scheme first order in the step size?"),
  source: key(z.string().default(""), "Where the problem is from.", "García Trillos & Morales (2022)"),
  tags: key(z.array(z.string().min(1)).default([]), "Words that --tag selects studies by.", ["fast"]),
};
const budgetTexts = budgetNames.map((name) => `${name}: ${budgets[name].text}`).join("; ");
export const tail = {
  expect: key(z.array(expectation).default([]), "What the verdict judges; nothing unless given.", [
    { error: "L1", order: 1, slack: 0.1, last: 3 },
  ]),
  vary: key(
    z.record(z.string().describe("Path of a key."), z.array(z.unknown()).min(1)).optional(),
    "Values of keys by their paths: jko run runs every combination, each in a folder of its own; one run by default.",
    { "model.exchange.mobility": ["unit", "logarithmic"], "model.graph.edges[0][2]": [1, 4, 16] },
  ),
  budget: key(
    z.enum(budgetNames).optional(),
    `Runs that tell the errors in time and on the mesh apart, of densities on a mesh. ${budgetTexts}. ${defaultBudget} by default.`,
    "none",
  ),
  baseline: key(
    z
      .strictObject({
        factor: key(z.number().min(1), "Largest ratio to the finest error of the committed table. Unit: none.", 1.2),
      })
      .optional(),
    "For jko check: how far the finest error may exceed that of the committed table; not compared by default.",
    { factor: 1.2 },
  ),
};
