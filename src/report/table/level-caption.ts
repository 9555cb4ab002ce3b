import type { StudyRecord } from "../../study/record/record.js";
import { failureLines, hasMesh, isStateScheme, shortLevelName, sweptName } from "../../study/record/state-record.js";
import { sizesText } from "../../tables/latex.js";
import { escapeText } from "../../tables/latex-text.js";
import { sharedSizes, transportName } from "./level-facts.js";

/** What papers say below a table of levels: TeX, without the last full stop. */
export function levelCaption(record: StudyRecord): string {
  const { title, id, scheme, transport, reference } = record;
  const named =
    transport === "" ? scheme : `${scheme}, ${transportName(record)}${isStateScheme(scheme) ? "" : " transport"}`;
  const facts = [`Scheme: ${named}`, ...sharedSizes(record), `reference: ${reference.kind}`].map(texOf).join("; ");
  const failures = failureLines(record).map(texOf);
  const failed = failures.length === 0 ? [] : [`Failed: ${failures.join("; ")}`];
  return [escapeText(title === "" ? id : title), facts, ...flagged(record), ...failed].join(". ");
}

/** The levels of each flag, in a sentence each. */
function flagged(record: StudyRecord): string[] {
  const nameOf = (flag: string): string => flag.split(":", 1)[0];
  const names = new Set(record.levels.flatMap(({ flags }) => flags.map(nameOf)));
  return [...names].map((name) => {
    const levels = record.levels.filter(({ flags }) => flags.some((flag) => nameOf(flag) === name));
    const what = name === "floor-limited" ? "limited by solver or reference" : `flagged ${escapeText(name)}`;
    return `Levels ${what} (${levelSizes(record)}): ${levels.map((level) => sizesText(shortLevelName(level))).join(", ")}`;
  });
}

/** What the short names of levels consist of. */
function levelSizes(record: StudyRecord): string {
  const parameter = record.axis === "parameter" ? [escapeText(sweptName(record))] : [];
  return ["steps", ...(hasMesh(record) ? ["cells"] : []), ...parameter].join("/");
}

function texOf(text: string): string {
  return sizesText(escapeText(text));
}
