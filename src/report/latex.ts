import type { StudyRecord } from "../study/record.js";
import { latexTable, numberCell, sizesText } from "./latex-table.js";
import { escapeText } from "./latex-text.js";
import { failureLines, hasMesh, isStateScheme, shortLevelName, sweptName } from "./state-record.js";
import { type SummaryColumn, sharedSizes, summaryColumns } from "./summary-columns.js";
import { transportName } from "./transport-name.js";

const names: Readonly<Record<string, string>> = {
  tau: "$\\tau$",
  h: "$h$",
  L1: "$L^1$",
  L2: "$L^2$",
  Linf: "$L^\\infty$",
  W2: "$W_2$",
  IGW: "$\\mathrm{IGW}$",
  symKL: "$\\mathrm{KL}_{\\mathrm{sym}}$",
  iterate: "to iterate",
  "order tau": "order ($\\tau$)",
  "order h": "order ($h$)",
};

/** A record as a table for a paper: needs the packages booktabs and siunitx. */
export function toLatex(record: StudyRecord): string {
  const columns = summaryColumns(record).filter(({ group }) => group !== "diagnostics");
  const flagged = record.levels
    .filter(({ flags }) => flags.length > 0)
    .map((level) => sizesText(shortLevelName(level)));
  return latexTable({
    packages: ["booktabs", "siunitx"],
    caption: caption(record, flagged),
    label: record.id,
    columns: columns.map(columnType).join(""),
    head: columns.map(({ title }) => titleText(title)),
    rows: record.levels.map((level) => columns.map((column) => numberCell(column.text(level)))),
  });
}

function caption(record: StudyRecord, flagged: readonly string[]): string {
  const { title, id, scheme, transport, reference } = record;
  const named =
    transport === "" ? scheme : `${scheme}, ${transportName(record)}${isStateScheme(scheme) ? "" : " transport"}`;
  const sizes = sharedSizes(record);
  const facts = [`Scheme: ${named}`, ...sizes, `reference: ${reference.kind}`]
    .map((fact) => sizesText(escapeText(fact)))
    .join("; ");
  const limited =
    flagged.length === 0
      ? ""
      : ` Levels limited by solver or reference (${levelSizes(record)}): ${flagged.join(", ")}.`;
  const failures = failureLines(record).map((line) => sizesText(escapeText(line)));
  const failed = failures.length === 0 ? "" : ` Failed: ${failures.join("; ")}.`;
  return `${escapeText(title === "" ? id : title)}. ${facts}.${limited}${failed}`;
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
  const norm = title.replace(/@max$/, "");
  const name = names[norm] ?? escapeText(norm);
  return title === norm ? name : `max.\\ ${name}`;
}
