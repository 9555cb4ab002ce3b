import { rowJson, type Sheet } from "../tables/column.js";
import { type Content, documentText } from "../tables/formats.js";
import { methodTable, significant } from "./columns.js";
import type { SearchOutcome, SearchRecord } from "./record.js";
import { isFinished, type MethodSummary, methodName, summariesOf } from "./summary.js";

/** The methods of a search in every format. */
export function searchContent(record: SearchRecord): Content {
  const document = () => ({ sheets: [methodSheet(record)] });
  return {
    text: ({ style }) => documentText(document(), style === undefined ? {} : { style }),
    table() {
      const { columns, rows } = methodTable(record);
      return { columns: [{ name: "study", value: () => record.id }, ...columns], rows };
    },
    value: () => searchJson(record),
    document,
  };
}

function methodSheet(record: SearchRecord): Sheet<MethodSummary> {
  const { id, title } = record;
  const notes = [{ kind: "remarks", lines: remarks(record), isAside: true }] as const;
  return { id, title, facts: factsOf(record), ...methodTable(record), notes };
}

/** What was searched, in a line. */
export function factsOf(record: SearchRecord): string {
  const { evaluations, target, seeds, methods, outcomes, isInterrupted } = record;
  const goal = target === undefined ? "no target" : `target ${significant(target)}`;
  const finished = outcomes.filter(isFinished).length;
  const ended = isInterrupted ? `; ended before their time, ${finished} of ${seeds * methods.length} are finished` : "";
  return `${seeds} searches per method of at most ${evaluations} evaluations, ${goal}${ended}`;
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

/** Everything but the course of searches: `result.json`. */
function searchJson(record: SearchRecord): object {
  const { trajectory: _trajectory, nodes: _nodes, id, outcomes, ...rest } = record;
  const { columns, rows } = methodTable(record);
  const summary = rows.map((row) => rowJson(columns, row));
  const searches = outcomes.map(({ improvements: _improvements, ...outcome }) => outcome);
  return { study: id, ...rest, summary, searches };
}
