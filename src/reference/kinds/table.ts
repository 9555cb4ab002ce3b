import { z } from "zod";
import { InputError } from "../../errors.js";
import { csvKeys } from "../../model/files/file-spec.js";
import type { Model } from "../../model/model.js";
import { key } from "../../model/schema-parts.js";
import { judgesLimit } from "../admissibility.js";
import type { PreparedReference } from "../kind.js";
import { densityTable, type TableSpec, tableSolution } from "../table.js";
import { tabulate } from "../tabulate.js";
import { solutionKey } from "../times.js";
import type { ReferenceDemand, ReferenceSource } from "../types.js";
import { meshless } from "./meshless.js";

const schema = z.strictObject({
  kind: key(z.literal("table"), "Densities of the limit from a file, at the times that are compared."),
  ...csvKeys,
  error: key(
    z.union([z.number().nonnegative().lt(1), z.strictObject(csvKeys)]).optional(),
    "Error of the values: a number relative to them, or a less accurate table of the same solution, whose distance is taken for it; unknown by default. Unit: none.",
    1e-6,
    { csv: "coarse.csv" },
  ),
});
type Written = z.output<typeof schema>;

/** The table with what its rows are read by. */
export interface BoundTable {
  readonly kind: "table";
  readonly spec: TableSpec;
  readonly model: Model;
}

const path = "reference";

/** Densities from a file, at the times that are compared. */
export const table = {
  ...meshless,
  name: "table",
  schema,
  rank: 8,
  isGiven: true,
  measures: { time: true, mesh: true },
  inertial: "table",
  isTried: false,
  automatic: null,
  estimates: [
    {
      of: "`table`",
      from: "half its cells where they do not divide those of a level; the mass of the study; `error` of the study",
      sees: "its mesh, its mass",
      misses: "its values, unless `error` tells",
    },
  ],
  judges: () => judgesLimit,
  warnings: (spec, model) => doubts(spec, model),
  bind: (spec, { model }) => ({ kind: "table", spec, model }),
  prepare: prepareTable,
  keyOf: solutionKey,
} satisfies PreparedReference<Written, BoundTable>;

/** What is known before anything runs: that the file fits and has the last time, not how exact its values are. */
function doubts(spec: TableSpec, model: Model): string[] {
  densityTable(spec, path, model).fieldsAt(model.finalTime);
  if (typeof spec.error === "object" && spec.error.sha256 === spec.sha256 && spec.error.column === spec.column) {
    const remedy = "Name a table of the same solution that is less accurate, or leave it out.";
    throw new InputError("the table itself, which tells nothing of its error", { path: `${path}.error`, remedy });
  }
  if (spec.error !== undefined) return [];
  return [
    "the error of the values in the table is not known: reference_error tells of its mesh and its mass only; give reference.error",
  ];
}

/** @throws {InputError} where the file lacks a time that is compared, or its mass is another one */
function prepareTable({ spec, model }: BoundTable, source: ReferenceSource, demand: ReferenceDemand) {
  const { error = 0 } = spec;
  const own = densityTable(spec, path, model);
  const other = typeof error === "number" ? undefined : densityTable(error, `${path}.error`, model);
  const solutions = tabulate(demand, (cells, { n, steps }) => {
    const t = model.finalTime * (n / steps);
    const errorOf = typeof error === "number" ? error : (other?.fieldsAt(t) ?? 0);
    return tableSolution(own.fieldsAt(t), source.discretize(cells), errorOf, path);
  });
  const description = `table given in the study, ${own.cells.join("x")} cells at ${own.times.length} times`;
  return { description, companionFactor: 1, solutions };
}
