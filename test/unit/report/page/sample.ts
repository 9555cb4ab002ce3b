import type { MeshModelSpec } from "../../../../src/model/mesh-schema.js";
import type { DescribedStudy, ReportInput } from "../../../../src/report/page/described.js";
import type { JudgedLevel, StudyRecord } from "../../../../src/study/record/record.js";
import type { FlowResult } from "../../../../src/study/run/options.js";

const level: JudgedLevel = {
  ...{ level: 0, steps: 4, tau: 0.025, cells: [2], h: 0.5, status: "ok" },
  ...{ errors: { L1: 1.4e-2 }, referenceErrors: { L1: 1e-16 }, orders: {}, ordersH: {} },
  ...{ solverError: 2e-12, timeError: 1.3e-2, meshError: Number.NaN },
  ...{ newtonMean: 4.5, newtonMax: 5, gapMax: 3e-24, residualMax: 7e-14, massDrift: 0 },
  ...{ energyMonotone: true, densityMin: 0.1, flags: [] },
};

export const sampleRecord: StudyRecord = {
  ...{ id: "box", title: "Heat flow", question: "What is the order?", scheme: "jko", transport: "exact", axis: "tau" },
  errors: ["L1"],
  reference: { kind: "formula", description: "closed form" },
  levels: [
    level,
    { ...level, level: 1, steps: 8, tau: 0.0125, errors: { L1: 7e-3 }, orders: { L1: 1 } },
    {
      ...{ ...level, level: 2, steps: 16, tau: 0.00625, errors: { L1: 7.1e-3 }, orders: { L1: -0.02 } },
      flags: ["floor-limited", "growing:L1"],
    },
  ],
  verdict: { pass: false, exitCode: 4, reasons: ["L1: too few pairs"], warnings: ["L1: the error grows"] },
  findings: [],
  fits: { L1: { order: 1, constant: 0.5, levels: 2 } },
};

export const sampleFlow: FlowResult = {
  ...{ id: "box", status: "ok", steps: 2, tau: 0.05, cells: [2], layers: ["a", "b"], rows: [] },
  domain: [[0, 1]],
  centres: [[0.25], [0.75]],
  snapshots: [0, 1, 2].map((n) => ({ n, t: 0.05 * n, density: Float64Array.of(1 + n, 1, 1, 1 + n) })),
};

export const sampleInput: ReportInput & { readonly study: DescribedStudy<MeshModelSpec> } = {
  record: sampleRecord,
  study: {
    ...{ id: "box", source: "A book" },
    model: {
      domain: [[0, 1]],
      graph: { nodes: ["a", "b"], edges: [["a", "b", 3]] },
      potential: { a: 0, b: "x^2" },
      energy: { kind: "entropy", temperature: 1 },
      exchange: { mobility: "logarithmic", cost: "quadratic", mobilityAt: "previous" },
      initial: 1,
      normalize: true,
      finalTime: 0.1,
    },
    scheme: { name: "jko", order: 1, transport: "exact", tolerance: 1e-12 },
  },
  hash: "abc123",
  provenance: { version: "0.1.0", dependencies: { yaml: "2.9.1" }, commit: "def456", modified: false },
  figures: [{ id: "figure", svg: '<svg viewBox="0 0 1 1"><desc>It falls.</desc></svg>', caption: "Errors" }],
  trajectory: { flow: sampleFlow, figures: [] },
};
