import type { StateModelSpec } from "../model/states/state-model.js";
import type { DescribedStudy, ReportFigure } from "../report/page/described.js";
import { contents, pageHtml } from "../report/page/document.js";
import { figuresSection } from "../report/page/figures-section.js";
import { code, escapeHtml, list, listing, section, table } from "../report/page/markup.js";
import { descriptionSection } from "../report/page/model-section.js";
import { reproductionOf } from "../report/page/reproduction.js";
import { studyText } from "../report/page/study-text.js";
import type { Provenance } from "../report/table/manifest.js";
import { describeSearch } from "../schemes/search/formulas.js";
import type { SearchSpec } from "../schemes/search/schema.js";
import { shownColumns } from "../tables/column.js";
import { methodTable, significant } from "./columns.js";
import { factsOf, remarks } from "./formats.js";
import type { SearchRecord } from "./record.js";

/** What of a study a page of its searches tells beside their record. */
export interface DescribedSearch extends DescribedStudy<StateModelSpec> {
  readonly scheme: SearchSpec;
}

/** The report of the searches of a study: one file that works without a network and without scripts. */
export function searchHtml(
  record: SearchRecord,
  study: DescribedSearch,
  figures: readonly ReportFigure[],
  provenance: Provenance,
): string {
  const sections = [
    methodsSection(record),
    figuresSection("figures", "Pictures", figures),
    modelOf(record, study),
    reproduceSection(record, study, provenance),
  ];
  const title = record.title === "" ? record.id : record.title;
  const header = [
    `<header>\n<h1>${escapeHtml(title)}</h1>`,
    ...(record.question === "" ? [] : [`<p class="question">${escapeHtml(record.question)}</p>`]),
    `<p class="summary">${code(record.id)}: ${escapeHtml(factsOf(record))}.</p>\n</header>`,
  ].join("\n");
  const body = `${header}\n${contents(sections)}\n<main>\n${sections.join("\n")}\n</main>`;
  return pageHtml({ title: `${title} (${record.id})`, body });
}

function methodsSection(record: SearchRecord): string {
  const methods = methodTable(record);
  const columns = shownColumns(methods);
  const drawn = table({
    caption: `Methods of ${record.id}`,
    head: columns.map((column) => escapeHtml(column.title)),
    rows: methods.rows.map((row) => columns.map(({ text }) => escapeHtml(text(row)))),
    words: [0],
  });
  return section("methods", "Methods", `${drawn}\n${list(remarks(record).map(escapeHtml))}`);
}

/** The equations of the orders that were tried, and the settings of the search. */
function modelOf({ methods }: SearchRecord, study: DescribedSearch): string {
  const tried = ([1, 2] as const).filter((order) => methods.includes(order === 1 ? "first-order" : "second-order"));
  const { scheme, model } = study;
  const ofSearch = [
    ["Step size", significant(scheme.step)],
    ["New centre", `where a node has ${significant(scheme.recentre)} times its weight`],
    ["Anew at random", `at rest, or after ${significant(model.finalTime)} units of time without a new centre`],
  ] as const;
  return descriptionSection(describeSearch(scheme, model, tried, ofSearch));
}

function reproduceSection({ id }: SearchRecord, study: DescribedSearch, provenance: Provenance): string {
  const { place, steps, jko } = reproductionOf(provenance);
  const commands = [...steps, `${jko} search ${id}.yaml --out again   # the file below`].join("\n");
  const { module } = study.scheme;
  const besides = module === undefined ? "" : `; it needs its module ${code(module)}`;
  return section(
    "reproduce",
    "How to reproduce",
    [
      `<p>${place}. The tables agree bit by bit on one machine, whatever the number of jobs.</p>`,
      listing(commands, "Commands"),
      `<p>The study as searched, ${code(`${id}.yaml`)}, with all defaults filled in${besides}:</p>`,
      listing(studyText(study), "Study file"),
    ].join("\n"),
  );
}
