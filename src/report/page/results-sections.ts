import { budgetError, budgetErrorIn, findMeasure, normOf } from "../../convergence/index.js";
import { sizesText } from "../../convergence/lines.js";
import type { TrapKind } from "../../convergence/trap.js";
import { levelTable } from "../../study/record/level-table.js";
import type { JudgedLevel, StudyRecord } from "../../study/record/record.js";
import { failureLines, hasMesh } from "../../study/record/state-record.js";
import { shownColumns } from "../../tables/column.js";
import { orderText, scientific } from "../../tables/numbers.js";
import { verdictWord } from "../table/level-facts.js";
import type { ReportInput } from "./described.js";
import { inline } from "./formula.js";
import { code, escapeHtml, list, section, table } from "./markup.js";

const symbols: Readonly<Record<string, string>> = {
  tau: inline("\\tau"),
  h: inline("h"),
  iterate: "to the iterate",
  "order tau": `order (${inline("\\tau")})`,
  "order h": `order (${inline("h")})`,
};

/** A name of a column or an error, as a symbol where it has one. */
export function symbolOf(name: string): string {
  const [, norm = name, rest = ""] = /^(.*?)(@max| in h)?$/.exec(name) ?? [];
  const tex = findMeasure(norm)?.symbol;
  const symbol = tex === undefined ? (symbols[norm] ?? escapeHtml(norm)) : inline(tex);
  if (rest === "") return symbol;
  return rest === "@max" ? `max. ${symbol}` : `${symbol} in ${inline("h")}`;
}

const meanings: Readonly<Record<TrapKind | "floor-limited", string>> = {
  "floor-limited":
    "the error is zero to round-off, or within a factor 10 of what the solver or the reference leaves; the level is left out of the verdict and the fits",
  inconsistent:
    "the error exceeds what time, mesh, reference and solver explain: the reference is not the limit of this scheme",
  cancellation: "the error is smaller than its own parts in time and on the mesh, which therefore cancel",
  "mesh-polluted": "the order in τ is distorted by the error of the mesh",
  superconvergent: "the observed order is well above the expected one",
  growing: "the error grows under refinement",
  zero: "the error is zero to round-off",
  "stiff-exchange":
    "an order is missed while steps do not resolve how layers first exchange mass: it is pre-asymptotic",
  identical: "the error is the same on every level",
};
/** Flags are read back from tables, which may have others. */
const flagMeanings: Readonly<Record<string, string>> = meanings;

/** All levels with errors, orders, iterations and flags, and what the flags mean. */
export function tableSection({ record }: ReportInput): string {
  const levelRows = levelTable([record]);
  const columns = shownColumns(levelRows);
  const { levels } = record;
  const words = columns.flatMap(({ isWords }, k) => (isWords ? [k] : []));
  const drawn = table({
    caption: `Errors and observed orders of ${record.id}`,
    head: columns.map(({ title }) => symbolOf(title)),
    rows: levelRows.rows.map((row) => columns.map(({ text }) => escapeHtml(text(row).replace(/^-$/, "–")))),
    rowClass: (k) => rowClass(levels[k]),
    words,
  });
  const order = `<p>The order between a level and the one before it is ${inline("\\log(e_1/e_2)/\\log(s_1/s_2)")} with the true ratio of sizes and its sign.${quadraticText(record)}</p>`;
  const failures = list(failureLines(record).map(escapeHtml), "failures");
  const found = list(flagTexts(levels), "flags");
  const iterates = levels.some(({ iterateErrors }) => iterateErrors !== undefined)
    ? `<p>${iterateText(record.iterate)}</p>`
    : "";
  return section("table", "Table", [drawn, order, iterates, failures, found].filter((part) => part !== "").join("\n"));
}

/** Errors of the table whose orders are twice those of a distance. */
function quadraticText({ errors }: StudyRecord): string {
  const quadratic = errors.filter((error) => findMeasure(error)?.power === 2).map(normOf);
  return [...new Set(quadratic)].map((name) => ` ${symbolOf(name)} is quadratic in the error.`).join("");
}

function iterateText(description: string | undefined): string {
  const which = description === undefined ? "" : ` (${escapeHtml(description)})`;
  return `<em>To the iterate</em> is the distance to the exact iterate of the scheme with the same steps${which}: what solver and parametrization leave, without the error in time.`;
}

function rowClass({ status, flags }: JudgedLevel): string {
  if (status !== "ok") return "failed";
  return flags.some((flag) => flag.startsWith("floor-limited")) ? "excluded" : "";
}

function flagTexts(levels: readonly JudgedLevel[]): string[] {
  const names = new Set(levels.flatMap(({ flags }) => flags.map((flag) => flag.split(":", 1)[0])));
  const suffixed = levels.some(({ flags }) => flags.some((flag) => flag.includes(":")));
  const statuses = new Set(levels.map(({ status }) => status).filter((status) => status !== "ok"));
  return [
    ...[...names].map((name) => `${code(name)}: ${escapeHtml(flagMeanings[name] ?? "see the warnings")}.`),
    ...(suffixed ? [`A name after the colon is the error that a flag is about; without one it is about all.`] : []),
    ...[...statuses].map((status) => `Status ${code(status)}: ${statusMeaning(status)}.`),
  ];
}

function statusMeaning(status: string): string {
  if (status === "missing") return "the level has not been computed";
  return "a step did not converge, which ends the level; nothing of it is used";
}

/** Pass or not, why, and what to beware of. */
export function verdictSection({ record }: ReportInput): string {
  const { reasons, warnings } = record.verdict;
  const none = "<p>The study expects nothing; there is nothing to judge.</p>";
  const beware = warnings.length === 0 ? "" : `<h3>Warnings</h3>\n${list(warnings.map(escapeHtml), "warnings")}`;
  const because = reasons.length === 0 ? none : list(reasons.map(escapeHtml));
  return section("verdict", "Verdict", [`<p>${badge(record)}</p>`, because, beware].filter((part) => part).join("\n"));
}

export function badge(record: StudyRecord): string {
  const { word, tone } = verdictWord(record);
  return `<strong class="badge ${tone}">${escapeHtml(word)}</strong>`;
}

/** What the error of each level consists of. */
export function budgetSection(input: ReportInput): string {
  return hasMesh(input.record) ? meshBudget(input) : stateBudget(input);
}

/** Without a mesh: of the first error, what solver and parametrization leave. */
function stateBudget({ record }: ReportInput): string {
  const { levels, errors, reference } = record;
  const error = errors[0] ?? "";
  const rows = levels.map((level) => [
    escapeHtml(sizesText(level)),
    ...[level.errors[error], level.iterateErrors?.[error], level.solverError, level.referenceErrors[error]].map(
      (value) => scientific(value, 2).replace(/^-$/, "–"),
    ),
  ]);
  const drawn = table({
    caption: `What the ${error} error of ${record.id} consists of`,
    head: ["level", `error, ${symbolOf(error)}`, "to the iterate", "solver", "reference"],
    rows,
    rowClass: (k) => rowClass(levels[k]),
    words: [0],
  });
  const against = `${reference.kind}${reference.description === "" ? "" : `, ${reference.description}`}`;
  const text = `Reference: ${escapeHtml(against)}. <em>Solver</em> is the sum over the steps of the estimated distance from the exact minimizer, in the scheme's own metric, <em>reference</em> the reference's estimate of its own error. A dash means not available.`;
  return section("budget", "Error budget", `<p>${text}</p>\n${drawn}`);
}

/** What the error of each level in the budget's norm consists of. */
function meshBudget({ record }: ReportInput): string {
  const { levels, reference } = record;
  const regularized = levels.some(({ regularizationError }) => regularizationError !== undefined);
  const rows = levels.map((level) => [
    `${level.steps} steps, ${level.cells.join("×")} cells`,
    ...[
      ...[budgetErrorIn(level.errors), level.timeError, level.meshError, level.solverError],
      budgetErrorIn(level.referenceErrors),
      ...(regularized ? [level.regularizationError] : []),
    ].map((value) => scientific(value, 2).replace(/^-$/, "–")),
  ]);
  const drawn = table({
    caption: `What the ${budgetError.name} error of ${record.id} consists of`,
    head: [
      ...["level", `error, ${symbolOf(budgetError.name)}`, "time", "mesh", "solver", "reference"],
      ...(regularized ? ["regularization"] : []),
    ],
    rows,
    rowClass: (k) => rowClass(levels[k]),
    words: [0],
  });
  const text = [
    `Reference: ${escapeHtml(`${reference.kind}${reference.description === "" ? "" : `, ${reference.description}`}`)}.`,
    "<em>Time</em> is the distance to the limit τ → 0 of the scheme on the same mesh, <em>mesh</em> that to the scheme with the same steps on twice the cells, <em>solver</em> a bound for what is left by solving each step to a tolerance, <em>reference</em> the reference's estimate of its own error. A dash means not available.",
    regularized ? "<em>Regularization</em> is the distance to the same with twice the regularization." : "",
  ];
  return section("budget", "Error budget", `<p>${text.join(" ")}</p>\n${drawn}`);
}

/** Power laws, extrapolation and the fit of a tensor sweep. */
export function fitsSection({ record }: ReportInput): string {
  const { fits, tensorFit = {} } = record;
  const rows = Object.entries(fits).map(
    ([name, { order, constant, interval, levels, richardson, gci, asymptotic }]) => [
      symbolOf(name),
      orderText(order),
      interval === undefined ? "–" : `${orderText(interval[0])} to ${orderText(interval[1])}`,
      scientific(constant, 2),
      String(levels),
      asymptotic === undefined ? "–" : `${asymptotic.levels}`,
      orderText(asymptotic?.ratio).replace(/^-$/, "–"),
      richardson?.limit === undefined ? escapeHtml(richardson?.reason ?? "–") : scientific(richardson.limit, 2),
      scientific(gci, 2).replace(/^-$/, "–"),
    ],
  );
  const head = ["error", "order", "95 % interval", "constant", "levels", "asymptotic", "ratio", "extrapolated", "GCI"];
  const laws = rows.length === 0 ? "" : table({ caption: `Power laws fitted to ${record.id}`, head, rows, words: [0] });
  const sums = Object.entries(tensorFit).map(([name, fit]) => `${symbolOf(name)}: ${tensorText(fit)}`);
  const explained =
    rows.length === 0
      ? "<p>Too few levels count for a fit.</p>"
      : "<p>Least-squares slopes of the logarithms over the levels in the asymptotic range, where there is one. The interval tells how far the points are from one power law. The ratio is 1 in the asymptotic range. <em>Extrapolated</em> is what refinement does not remove, after Richardson; GCI is the grid convergence index of the finest error.</p>";
  return section("fits", "Fits", [explained, laws, list(sums)].filter((part) => part !== "").join("\n"));
}

type TensorFit = NonNullable<StudyRecord["tensorFit"]>[string];

function tensorText(fit: TensorFit): string {
  if (fit.reason !== undefined) return `no fit of the form ${sumOfPowers}: ${escapeHtml(fit.reason)}.`;
  const value = (name: string, { value: v, standardError }: { value: number; standardError: number }): string =>
    `${inline(name)} = ${v.toPrecision(3)} ± ${standardError.toPrecision(1)}`;
  const parts = [value("A", fit.A), value("p", fit.p), value("B", fit.B), value("q", fit.q)].join(", ");
  return `${sumOfPowers} with ${parts} (one standard error), ${fit.levels} levels, misfit ${(100 * fit.misfit).toPrecision(2)} %.`;
}

const sumOfPowers = inline("e \\approx A \\tau^p + B h^q");
