import type { ReportFigure } from "../../../src/report/page/described.js";
import { searchSchema } from "../../../src/schemes/search/schema.js";
import type { DescribedSearch } from "../../../src/search/page.js";
import type { SearchRecord } from "../../../src/search/record.js";

export const searchRecord: SearchRecord = {
  ...{
    id: "tiny",
    title: "A <small> search",
    question: "Where?",
    dimension: 1,
    target: 0.1,
    evaluations: 10,
    seeds: 1,
  },
  methods: ["first-order", "second-order", "random"],
  coordinates: ["n"],
  nodes: [],
  outcomes: [
    {
      ...{ method: "random", seed: 1, status: "failed", reason: "the module's objective fails: <b>", evaluations: 3 },
      ...{ solvedAt: Number.NaN, restarts: 0, improvements: [] },
      best: { value: 0.5, at: 3, node: "4", x: [0.25] },
    },
  ],
  trajectory: [],
  isInterrupted: false,
};
export const searchStudy: DescribedSearch = {
  id: "tiny",
  source: "",
  model: {
    dimension: 1,
    graph: { lattice: { n: [0, null], m: [null, null] } },
    state: { kind: "nodes" },
    functional: { entropy: 0 },
    finalTime: 7,
  },
  scheme: searchSchema.parse({ name: "search", objective: "(x1 - n)^2", damping: 3 }),
};
export const searchFigure: ReportFigure = {
  id: "methods",
  svg: '<svg viewBox="0 0 1 1"><desc>All</desc></svg>',
  caption: "What & why",
};
