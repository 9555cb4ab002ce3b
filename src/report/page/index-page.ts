import type { StudyRecord } from "../../study/record/record.js";
import { orderText, scientific } from "../../tables/numbers.js";
import { pageHtml } from "./document.js";
import { escapeHtml, table } from "./markup.js";
import { badge, symbolOf } from "./results-sections.js";

/** A result as the index lists it. */
export interface IndexEntry {
  readonly record: StudyRecord;
  /** Address of the report, relative to the index. */
  readonly href: string;
}

/** The page that lists all results of a folder. */
export function indexHtml(entries: readonly IndexEntry[]): string {
  const passed = entries.filter(({ record }) => record.verdict.pass).length;
  const warned = entries.filter(({ record }) => record.verdict.warnings.length > 0).length;
  const drawn = table({
    caption: "All studies with results in this folder",
    head: ["study", "question", "verdict", "sweep", "error", "finest", "order"],
    rows: entries.map(row),
    words: [0, 1, 2, 3, 4],
  });
  const summary = `${entries.length} ${entries.length === 1 ? "study" : "studies"}: ${passed} pass${passed === 1 ? "es" : ""}, ${warned} with warnings.`;
  return pageHtml({
    title: "Results of jko-study",
    body: `<header>\n<h1>Results</h1>\n<p class="summary">${summary}</p>\n</header>\n<main class="index">\n${drawn}\n${note}\n</main>`,
  });
}

const note =
  "<p>Finest error and fitted order are those of the first error that a study measures; along a joint or tensor sweep the order is that in τ.</p>";

function row({ record, href }: IndexEntry): string[] {
  const { id, question, axis, fits, errors, levels, verdict } = record;
  const warnings = verdict.warnings.length;
  const error = errors[0] ?? "";
  return [
    `<a href="${escapeHtml(href)}">${escapeHtml(id)}</a>`,
    `<span class="wide">${escapeHtml(question)}</span>`,
    warnings === 0 ? badge(record) : `${badge(record)} ${warnings} warning${warnings === 1 ? "" : "s"}`,
    escapeHtml(axis),
    symbolOf(error),
    scientific(levels.at(-1)?.errors[error], 2).replace(/^-$/, "–"),
    orderText(fits[error]?.order).replace(/^-$/, "–"),
  ];
}
