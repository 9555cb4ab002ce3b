import { z } from "zod";
import { count, finite, key, layerExpressions, positive, seed } from "../../model/schema-parts.js";
import { meshTolerance } from "../keys.js";

export const searchMethods = ["first-order", "second-order", "hill-climbing", "random"] as const;
/** Searches of one method. */
export const mostSeeds = 10_000;
const range = z.tuple([finite, finite]);
const nodeName = z.union([z.string().min(1), z.number().transform(String)]);
/** The scheme `search`: what sweeps and `jko search` have in common, then what the latter needs. */
export const searchSchema = z.strictObject({
  name: key(z.literal("search"), "Particle search on the nodes of a graph."),
  order: key(
    z.union([z.literal(1), z.literal(2)]).default(1),
    "Dynamics of positions and weights: gradient flow, or with momentum and damping.",
    2,
  ),
  damping: key(z.number().nonnegative().default(1), "Of order 2: damping gamma. Unit: 1/time.", 0.1),
  objective: key(
    layerExpressions.optional(),
    "What is minimized, V in x1, x2, …, the node's number g or the coordinates of a lattice: one formula, or one per node. None by default: a sweep needs it, jko search may have a module instead. Unit: energy per mass.",
    "(x1 - g)^2/2",
  ),
  module: key(
    z.string().min(1).optional(),
    "Of jko search: instead of a formula, a JavaScript file beside the study, which is run as such; none by default.",
    "objective.js",
  ),
  tolerance: meshTolerance,
  step: key(positive.default(0.1), "Of jko search: size of its time steps. Unit: time.", 0.02),
  evaluations: key(
    count.max(1_000_000_000).default(2000),
    "Of jko search: evaluations of the objective that a search may spend.",
    20_000,
  ),
  seeds: key(count.max(mostSeeds).default(20), "Of jko search: searches of every method, with consecutive seeds.", 50),
  seed,
  target: key(
    finite.optional(),
    "Of jko search: a value at which a search has succeeded, and ends; none by default. Unit: energy per mass.",
    0.01,
  ),
  recentre: key(
    z.number().gt(1).default(2),
    "Of jko search: a neighbour becomes the centre where it outweighs it so many times. Unit: none.",
    3,
  ),
  start: key(
    z
      .strictObject({
        node: key(
          z.union([nodeName, z.record(z.string(), z.int())]),
          "A node by name, or a point of a lattice by coordinates.",
          "a",
          { width: 8, depth: 2 },
        ),
        x: key(
          z.array(finite).min(1).optional(),
          "A position; at random in the region by default. Unit: length.",
          [0.5],
        ),
      })
      .optional(),
    "Of jko search: where all searches begin; at random in the region by default.",
    { node: "a", x: [0.5] },
  ),
  region: key(
    z
      .strictObject({
        x: key(z.array(range).min(1).optional(), "One interval per axis; [-1, 1] by default. Unit: length.", [[-2, 2]]),
        nodes: key(
          z.union([z.array(nodeName).min(1), z.record(z.string(), range)]).optional(),
          "A list of nodes, or bounds of coordinates of a lattice; by default all nodes, or the lattice within its bounds.",
          ["a", "b"],
          { width: [1, 64] },
        ),
      })
      .prefault({}),
    "Of jko search: where random starts, and points of random search, are drawn from.",
    { x: [[-2, 2]] },
  ),
  compare: key(
    z.array(z.enum(searchMethods)).min(1).optional(),
    "Of jko search: methods to compare, in the order of the table; that of order by default.",
    ["first-order", "hill-climbing"],
  ),
});

/** A scheme that searches, as a study has it. */
export type SearchSpec = z.output<typeof searchSchema>;
