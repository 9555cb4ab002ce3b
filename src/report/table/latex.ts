import { findMeasure, isMaximum, normOf } from "../../convergence/index.js";
import type { StudyRecord } from "../../study/record/record.js";
import { latexTable, numberCell, sizesText } from "./latex-table.js";
import { escapeText } from "./latex-text.js";
import { failureLines, hasMesh, isStateScheme, shortLevelName, sweptName } from "./state-record.js";
import { type SummaryColumn, sharedSizes, summaryColumns } from "./summary-columns.js";
import { transportName } from "./transport-name.js";

const names: Readonly<Record<string, string>> = {
  tau: "$\\tau$",
  h: "$h$",
  iterate: "to iterate",
  "order tau": "order ($\\tau$)",
  "order h": "order ($h$)",
};

/** A record as a table for a paper: needs the packages booktabs and siunitx. */
export function toLatex(record: StudyRecord): string {
  const columns = summaryColumns(record).filter(({ group }) => group !== "diagnostics");
  return latexTable({
    packages: ["booktabs", "siunitx"],
    caption: caption(record),
    label: record.id,
    columns: columns.map(columnType).join(""),
    head: columns.map(({ title }) => titleText(title)),
    rows: record.levels.map((level) => columns.map((column) => numberCell(column.text(level)))),
  });
}

function caption(record: StudyRecord): string {
  const { title, id, scheme, transport, reference } = record;
  const named =
    transport === "" ? scheme : `${scheme}, ${transportName(record)}${isStateScheme(scheme) ? "" : " transport"}`;
  const sizes = sharedSizes(record);
  const facts = [`Scheme: ${named}`, ...sizes, `reference: ${reference.kind}`]
    .map((fact) => sizesText(escapeText(fact)))
    .join("; ");
  const failures = failureLines(record).map((line) => sizesText(escapeText(line)));
  const failed = failures.length === 0 ? "" : ` Failed: ${failures.join("; ")}.`;
  return `${escapeText(title === "" ? id : title)}. ${facts}.${flagged(record)}${failed}`;
}

/** The levels of each flag, in a sentence each. */
function flagged(record: StudyRecord): string {
  const nameOf = (flag: string): string => flag.split(":", 1)[0];
  const names = new Set(record.levels.flatMap(({ flags }) => flags.map(nameOf)));
  const sentences = [...names].map((name) => {
    const levels = record.levels.filter(({ flags }) => flags.some((flag) => nameOf(flag) === name));
    const what = name === "floor-limited" ? "limited by solver or reference" : `flagged ${escapeText(name)}`;
    return ` Levels ${what} (${levelSizes(record)}): ${levels.map((level) => sizesText(shortLevelName(level))).join(", ")}.`;
  });
  return sentences.join("");
}

/** What the short names of levels consist of. */
function levelSizes(record: StudyRecord): string {
  const parameter = record.axis === "parameter" ? [escapeText(sweptName(record))] : [];
  return ["steps", ...(hasMesh(record) ? ["cells"] : []), ...parameter].join("/");
}

/** Errors are aligned at their decimal marker, with room for an exponent. */
function columnType({ title, group }: SummaryColumn): string {
  if (group === "level") return title === "steps" || title === "cells" ? "r" : "S[table-format=1.3e-1]";
  return title.startsWith("order") ? "S[table-format=-1.3]" : "S[table-format=1.3e-2]";
}

function titleText(title: string): string {
  const symbol = findMeasure(title)?.symbol;
  const norm = normOf(title);
  const name = symbol === undefined ? (names[norm] ?? escapeText(norm)) : `$${symbol}$`;
  return isMaximum(title) ? `max.\\ ${name}` : name;
}
