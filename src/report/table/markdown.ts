import type { StudyRecord } from "../../study/record/record.js";
import { oneLine } from "./one-line.js";
import { failureLines } from "./state-record.js";
import { sharedSizes, summaryColumns } from "./summary-columns.js";
import { verdictWord } from "./table.js";
import { transportName } from "./transport-name.js";

/** A record as a section of a Markdown document. */
export function toMarkdown(record: StudyRecord): string {
  const { id, title, question, scheme, transport, reference, verdict, levels } = record;
  const columns = summaryColumns(record);
  const named = transport === "" ? scheme : `${scheme} (${transportName(record)})`;
  const facts = [`scheme ${named}`, ...sharedSizes(record), `reference ${reference.kind}`];
  const header = markdownRow(columns.map((column) => escapeMarkdown(column.title)));
  const rule = markdownRow(
    columns.map((column) => (column.title === "flags" || column.title === "status" ? ":--" : "--:")),
  );
  const rows = levels.map((level) => markdownRow(columns.map((column) => escapeMarkdown(column.text(level)))));
  const failures = failureLines(record).map((line) => `- ${escapeMarkdown(line)}`);
  const reasons = verdict.reasons.map((reason) => `- ${escapeMarkdown(reason)}`);
  return [
    `### ${escapeMarkdown(title === "" ? id : title)} (\`${id}\`)`,
    ...(question === "" ? [] : ["", paragraph(question)]),
    "",
    `${escapeMarkdown(facts.join(", "))}.`,
    "",
    header,
    rule,
    ...rows,
    ...(failures.length === 0 ? [] : ["", ...failures]),
    "",
    `**${verdictWord(record).word}**`,
    ...(reasons.length === 0 ? [] : ["", ...reasons]),
    "",
  ].join("\n");
}

/** A row of a Markdown table; texts are escaped already. */
export function markdownRow(cells: readonly string[]): string {
  return `| ${cells.join(" | ")} |`;
}

/** Text within a line that means nothing to Markdown, nor to what is often added to it: tables, formulas, text struck out. */
export function escapeMarkdown(text: string): string {
  return oneLine(text).replaceAll(/[\\|<*_`~$[\]]|^[#>]|&(?=#?\w+;)/g, (one) => `\\${one}`);
}

/** The same at the beginning of a line, where it is no list and no rule either. */
function paragraph(text: string): string {
  return escapeMarkdown(text).replace(/^[+=-]|(?<=^\d{1,9})[.)]/, (one) => `\\${one}`);
}
