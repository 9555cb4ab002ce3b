import { createStyle, type Style } from "../report/style.js";
import { type AlignedColumn, alignedRows } from "../report/table/aligned-rows.js";
import type { Cell } from "../report/table/columns.js";
import { csvText } from "../report/table/csv.js";
import { jsonFile } from "../report/table/json-file.js";
import { latexTable, numberCell } from "../report/table/latex-table.js";
import { escapeText } from "../report/table/latex-text.js";
import { escapeMarkdown, markdownRow } from "../report/table/markdown.js";
import { oneLine } from "../report/table/one-line.js";
import { methodColumns, significant } from "./columns.js";
import type { SearchOutcome, SearchRecord } from "./record.js";
import { isFinished, methodName, summariesOf } from "./summary.js";

/** What was searched, in a line. */
export function factsOf(record: SearchRecord): string {
  const { evaluations, target, seeds, methods, outcomes, isInterrupted } = record;
  const goal = target === undefined ? "no target" : `target ${significant(target)}`;
  const finished = outcomes.filter(isFinished).length;
  const ended = isInterrupted ? `; ended before their time, ${finished} of ${seeds * methods.length} are finished` : "";
  return `${seeds} searches per method of at most ${evaluations} evaluations, ${goal}${ended}`;
}

/** The methods for a terminal. */
export function searchTable(record: SearchRecord, style: Style = createStyle(false)): string {
  const columns = methodColumns(record);
  const heads = columns.map(({ title, align }): AlignedColumn => ({ head: style.tone("faint", title), align }));
  const rows = summariesOf(record).map((summary) => columns.map(({ text }) => text(summary)));
  const { id, title } = record;
  return [
    `${style.heading(id)}${title === "" ? "" : `  ${oneLine(title)}`}`,
    style.tone("faint", factsOf(record)),
    alignedRows(heads, rows),
    ...remarks(record).map((line) => `- ${oneLine(line)}`),
    "",
  ].join("\n");
}

/** The best value of all, the meaning of the percentages, and what failed, a line each. */
export function remarks(record: SearchRecord): string[] {
  const failures = summariesOf(record).flatMap((summary) => {
    const [first] = summary.failures;
    if (first === undefined) return [];
    const reason = first.reason === undefined ? "" : `, ${first.reason}`;
    const count = `${summary.failures.length} of ${summary.searches} failed`;
    return [`${methodName(summary.method)}: ${count}, seed ${first.seed}: ${first.status}${reason}`];
  });
  const best = bestOf(record);
  const percent =
    record.target === undefined ? [] : ["percentages: evaluations within which so many searches reached it"];
  const place =
    best === undefined ? [] : [`best value ${significant(best.value)} at node ${best.node}, ${pointText(best.x)}`];
  return [...percent, ...place, ...failures];
}

function pointText(x: readonly number[]): string {
  return `x = (${x.map(significant).join(", ")})`;
}

function bestOf({ outcomes }: SearchRecord): SearchOutcome["best"] {
  return outcomes.reduce<SearchOutcome["best"]>((least, { best }) => {
    return best !== undefined && !(best.value >= (least?.value ?? Number.POSITIVE_INFINITY)) ? best : least;
  }, undefined);
}

/** A row per method. */
export function searchCsv(record: SearchRecord): string {
  const columns = methodColumns(record);
  return csvText(
    ["study", ...columns.map(({ name }) => name)],
    summariesOf(record).map((summary) => [record.id, ...columns.map(({ value }) => value(summary))]),
  );
}

export function searchMarkdown(record: SearchRecord): string {
  const columns = methodColumns(record);
  const { id, title } = record;
  return [
    `### ${escapeMarkdown(title === "" ? id : title)} (\`${id}\`)`,
    "",
    `${escapeMarkdown(factsOf(record))}.`,
    "",
    markdownRow(columns.map((column) => escapeMarkdown(column.title))),
    markdownRow(columns.map(({ align }) => (align === "left" ? ":--" : "--:"))),
    ...summariesOf(record).map((summary) => markdownRow(columns.map(({ text }) => escapeMarkdown(text(summary))))),
    "",
  ].join("\n");
}

/** A table for a paper: needs the package booktabs. */
export function searchLatex(record: SearchRecord): string {
  const columns = methodColumns(record);
  const { id, title } = record;
  const caption = [title === "" ? id : title, factsOf(record)].map(escapeText).join(". ");
  return latexTable({
    packages: ["booktabs"],
    caption: `${caption}.`,
    label: id,
    columns: columns.map(({ align }) => (align === "left" ? "l" : "r")).join(""),
    head: columns.map((column) => escapeText(column.title)),
    rows: summariesOf(record).map((summary) => {
      const [method = "", ...numbers] = columns.map(({ text }) => text(summary));
      return [escapeText(method), ...numbers.map(numberCell)];
    }),
  });
}

/** Everything but the course of searches: `result.json`. */
export function searchJson(record: SearchRecord): string {
  const { trajectory: _trajectory, nodes: _nodes, id, outcomes, ...rest } = record;
  const columns = methodColumns(record);
  const summary = summariesOf(record).map((one) =>
    Object.fromEntries(columns.map(({ name, value }) => [name, value(one) === "" ? null : value(one)])),
  );
  const searches = outcomes.map(({ improvements: _improvements, ...outcome }) => outcome);
  const value = { study: id, ...rest, summary, searches };
  return jsonFile(value);
}

/** A row per search: `evaluations.csv`. */
export function outcomesCsv({ outcomes, dimension }: SearchRecord): string {
  const axes = Array.from({ length: dimension }, (_, k) => `x${k + 1}`);
  const header = ["method", "seed", "status", "evaluations", "solved_at", "best", "node", ...axes, "restarts"];
  const rows = outcomes.map(({ method, seed, status, evaluations, solvedAt, best, restarts }): Cell[] => {
    const place: readonly Cell[] =
      best === undefined ? ["", "", ...axes.map(() => "")] : [best.value, best.node, ...best.x];
    return [method, seed, status, evaluations, Number.isNaN(solvedAt) ? "" : solvedAt, ...place, restarts];
  });
  return csvText(header, rows);
}

/** A row per step and particle of the first search by particles: `trajectory.csv`. */
export function courseCsv({ trajectory, dimension }: SearchRecord): string {
  const axes = Array.from({ length: dimension }, (_, k) => `x${k + 1}`);
  const header = ["restart", "t", "step", "evaluations", "node", ...axes, "weight", "value", "centre"];
  const rows = trajectory.flatMap(({ restart, t, step, evaluations, nodes, positions, weights, values }) =>
    nodes.map((name, k): Cell[] => {
      const x = positions.subarray(k * dimension, (k + 1) * dimension);
      return [restart, t, step, evaluations, name, ...x, weights[k], values[k], nodes[0]];
    }),
  );
  return csvText(header, rows);
}
