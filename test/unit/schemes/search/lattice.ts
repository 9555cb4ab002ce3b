import type { SpaceSpec } from "../../../../src/model/search/search-model.js";

/** An infinite lattice in one direction; the least value is 0 at node 5 with x = 5. */
export const spec: SpaceSpec = {
  dimension: 1,
  graph: { lattice: { n: [0, null] }, weight: 10 },
  objective: "(x1 - n)^2 + 0.1*(n - 5)^2",
  module: undefined,
  region: { nodes: { n: [0, 20] } },
};

/** Settings of particle search. */
export const particles = {
  damping: 1,
  tau: 0.1,
  entropy: 0,
  mobility: "upwind",
  tolerance: 1e-12,
  recentre: 2,
  patience: 20,
} as const;
