import type { StudyRecord } from "../study/record.js";
import { oneLine } from "./one-line.js";
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
  const rows = record.levels.map((level) => columns.map((column) => numberCell(column.text(level))).join(" & "));
  return [
    "% Needs \\usepackage{booktabs} and \\usepackage{siunitx}.",
    "\\begin{table}",
    "  \\centering",
    `  \\caption{${caption(record)}}`,
    `  \\label{tab:${record.id}}`,
    `  \\begin{tabular}{${columns.map(columnType).join("")}}`,
    "    \\toprule",
    `    ${columns.map(({ title }) => `{${titleText(title)}}`).join(" & ")} \\\\`,
    "    \\midrule",
    ...rows.map((line) => `    ${line} \\\\`),
    "    \\bottomrule",
    "  \\end{tabular}",
    "\\end{table}",
    "",
  ].join("\n");
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
  const nameOf = (flag: string): string => flag.split(":", 1)[0] as string;
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

/** A number as it is, anything else protected from siunitx. */
export function numberCell(text: string): string {
  return Number.isFinite(Number(text)) ? text : `{${text === "-" ? "--" : sizesText(escapeText(text))}}`;
}

/** Cells on two axes, `80x40`, as a product; anything else as it is. */
function sizesText(text: string): string {
  return text.replaceAll(/\b(\d+)x(\d+)\b/g, "$$$1 \\times $2$$");
}

function titleText(title: string): string {
  const norm = title.replace(/@max$/, "");
  const name = names[norm] ?? escapeText(norm);
  return title === norm ? name : `max.\\ ${name}`;
}

const greek: Readonly<Record<string, string>> = {
  ...{ α: "alpha", β: "beta", γ: "gamma", δ: "delta", ε: "varepsilon", θ: "theta", λ: "lambda", μ: "mu" },
  ...{ π: "pi", ρ: "rho", σ: "sigma", φ: "varphi", ψ: "psi", ω: "omega", Ω: "Omega", Δ: "Delta" },
};

const special: Readonly<Record<string, string>> = {
  "\\": "\\textbackslash{}",
  "~": "\\textasciitilde{}",
  "^": "\\textasciicircum{}",
  "×": "$\\times$",
  "∞": "$\\infty$",
  τ: "$\\tau$",
  "⊗": "$\\otimes$",
  ℝ: "$\\mathbf{R}$",
  "²": "$^2$",
  "³": "$^3$",
  "≤": "$\\leq$",
  "≥": "$\\geq$",
  "≠": "$\\neq$",
  "−": "$-$",
  "–": "--",
  "—": "---",
  "→": "$\\to$",
  ...Object.fromEntries(Object.entries(greek).map(([letter, name]) => [letter, `$\\${name}$`])),
};

/** @see the ten special characters of TeX */
export function escapeText(text: string): string {
  return oneLine(text).replaceAll(
    /[\\~^×∞τ⊗αβγδεθλμπρσφψωΩΔℝ²³≤≥≠−–—→]|[#$%&_{}]/gu,
    (one) => special[one] ?? `\\${one}`,
  );
}
