import { isMaximum } from "../../convergence/index.js";
import { errorTex } from "../../study/record/level-columns.js";
import type { StudyRecord } from "../../study/record/record.js";
import { failureLines, hasMesh, isStateScheme, shortLevelName, sweptName } from "../../study/record/state-record.js";
import { sizesText } from "../../tables/latex-cell.js";
import { escapeText } from "../../tables/latex-text.js";
import { blindnessLines, sharedSizes, titleOf, transportName } from "./level-facts.js";

/** What papers say below a table of levels: TeX, without the last full stop. */
export function levelCaption(record: StudyRecord): string {
  const { scheme, transport, reference } = record;
  const named =
    transport === "" ? scheme : `${scheme}, ${transportName(record)}${isStateScheme(scheme) ? "" : " transport"}`;
  const shared = sharedSizes(record).map((text) => sizesTex(texOf(text)));
  const facts = [texOf(`Scheme: ${named}`), ...shared, texOf(`reference: ${reference.kind}`)].join("; ");
  const failures = failureLines(record).map(texOf);
  const failed = failures.length === 0 ? [] : [`Failed: ${failures.join("; ")}`];
  const flags = flaggedLines(record).map(texOf);
  const blind = blindnessLines(record).map((line) => texOf(line.replace(/\.$/, "")));
  const remarks = [...blind, ...fitTexts(record), ...flags, ...failed];
  return [escapeText(titleOf(record)), facts, symbolsText(record), ...remarks].join(". ");
}

/** What the symbols of the headings stand for. */
function symbolsText(record: StudyRecord): string {
  const { axis, errors } = record;
  const step = axis === "h" || axis === "parameter" ? [] : ["$\\tau$: step size"];
  const mesh = axis === "h" || ((axis === "joint" || axis === "tensor") && hasMesh(record)) ? ["$h$: mesh width"] : [];
  const symbols = errors.map(errorTex);
  const found = symbols.length === 0 ? [] : [`${symbols.join(", ")}: errors`];
  const largest = errors.some(isMaximum) ? ["max.: over all time levels"] : [];
  return [...step, ...mesh, ...found, ...largest, "order: between a level and the one before"].join("; ");
}

/** What the last row is, or the powers of both sizes that a tensor sweep follows. */
function fitTexts({ fits, tensorFit = {}, axis }: StudyRecord): string[] {
  const powers = Object.entries(tensorFit).flatMap(([error, fit]) => {
    if (fit.reason !== undefined) return [];
    const [p, q] = [fit.p, fit.q].map(({ value, standardError }) => {
      return `${value.toPrecision(3)} \\pm ${standardError.toPrecision(1)}`;
    });
    return [`Fitted: ${errorTex(error)} $\\approx A \\tau^p + B h^q$ with $p = ${p}$, $q = ${q}$`];
  });
  const last = Object.keys(fits).length === 0 ? [] : ["Last row: order fitted by least squares"];
  return axis === "tensor" ? [...last, ...powers] : last;
}

/** The levels of each flag, in a sentence each. */
export function flaggedLines(record: StudyRecord): string[] {
  const nameOf = (flag: string): string => flag.split(":", 1)[0];
  const names = new Set(record.levels.flatMap(({ flags }) => flags.map(nameOf)));
  return [...names].map((name) => {
    const levels = record.levels.filter(({ flags }) => flags.some((flag) => nameOf(flag) === name));
    const what = name === "floor-limited" ? "limited by solver or reference" : `flagged ${name}`;
    return `Levels ${what} (${levelSizes(record)}): ${levels.map(shortLevelName).join(", ")}`;
  });
}

/** What the short names of levels consist of. */
function levelSizes(record: StudyRecord): string {
  const parameter = record.axis === "parameter" ? [sweptName(record)] : [];
  return ["steps", ...(hasMesh(record) ? ["cells"] : []), ...parameter].join("/");
}

function texOf(text: string): string {
  return sizesText(escapeText(text));
}

/** `(tau = 0.0125)` as a formula. */
function sizesTex(text: string): string {
  return text.replace(/\((tau|h) = ([^)]+)\)/, (_, name: string, value: string) => {
    return `($${name === "tau" ? "\\tau" : name} = \\num{${value}}$)`;
  });
}
