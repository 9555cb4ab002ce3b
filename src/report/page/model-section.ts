import type { Description } from "../../model/description.js";
import { schemeOf } from "../../schemes/schemes.js";
import type { ReportInput } from "./described.js";
import { paragraph, settingsList } from "./described-text.js";
import { section } from "./markup.js";

/** What is computed: unknowns, energy, step and limit in formulas, then what the study puts into them. */
export function modelSection({ study }: Pick<ReportInput, "study">): string {
  return descriptionSection(schemeOf(study.scheme).describe(study.scheme, study.model));
}

export function descriptionSection({ paragraphs, settings }: Description): string {
  return section("model", "Model", [...paragraphs.map(paragraph), settingsList(settings)].join("\n"));
}
