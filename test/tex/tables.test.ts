/* Every table for papers, set by pdflatex as it is without options, whatever the words are. */
import test from "ava";
import { benchContent } from "../../src/bench/formats.js";
import { toLatex } from "../../src/report/table/levels.js";
import { searchContent } from "../../src/search/formats.js";
import { latexFormat } from "../../src/tables/formats.js";
import { asciiOnly, escapeText } from "../../src/tables/latex-text.js";
import { benchCase, benchRecord, machine, provenance } from "../unit/bench/measured.js";
import { level, record, tauSweep } from "../unit/report/figure/records.js";
import { parameterRecord, stateRecord } from "../unit/report/figure/states.js";
import { searchRecord } from "../unit/search/sample.js";
import { compile, texTest } from "./compile.js";

/** Whatever has a meaning to TeX, breaks a line or a paragraph, or is not in its fonts. */
const hostile = [
  "A title\n\nwith a blank line",
  "50% of #1 & $x_1^2$ {a} ~b \\input{x} \\\\[3pt] \\end{table}",
  "{ unbalanced",
  "unbalanced } \\",
  "^^5cend ^^M %comment",
  "\"quoted\" 'single' ``double'' -- --- ?` !` << >> |bar|",
  "[begins like an option] * 3",
  "\u0000\u0007\u001b[31mred\u001b[0m\r\n\ttab\u0085\u2028line",
  "Grüße aus Ångström, naïve façade, Łódź, Dvořák, Erdős, Ḥ, ế, í ï ǰ ǰ, ß æ œ ø ĳ",
  "Ελληνικά Ω ∇·σ ≤ 3 µm², x₁ → ∞, ℝⁿ, “quotes” – dash — …",
  "Кириллица, 漢字, 한국어, עברית, العربية, 😀 👩‍👩‍👧 🇫🇷, Ａ①½ﬁ, ą, x⃗, e̶, \u0301alone, \ud800, \u202ereversed",
  "%̂ $́ {̌",
];

/** Every kind of table, with the same words wherever a study or a machine has some. */
function tablesWith(text: string): string[] {
  const failed = level({ status: "stalled", reason: text });
  const plane = level({ cells: [80, 40], flags: ["floor-limited"] });
  const levels = [...tauSweep([10, 20], { L1: (tau) => tau }), failed, plane];
  const swept = parameterRecord();
  return [
    toLatex(record(levels, { title: text, reference: { kind: text, description: text } })),
    toLatex(record(levels, { title: text, axis: "tensor" })),
    toLatex({ ...swept, levels: [...swept.levels, failed], parameter: `model.constants.${text}` }),
    toLatex(stateRecord({ title: text, scheme: text, transport: text })),
    latexFormat.write(searchContent({ ...searchRecord, title: text })),
    latexFormat.write(benchContent(benchRecord(benchCase({ title: text })), { ...machine, cpu: text }, provenance)),
  ];
}

texTest("pdflatex sets the tables of sweeps, searches and benchmarks, whatever their words are", (t) => {
  const tables = hostile.flatMap(tablesWith);
  for (const table of tables) t.regex(table, /^[\n -~]*$/);
  compile(t, tables.join("\\clearpage\n"));
});

texTest("pdflatex sets every character up to U+2FFF, and every mark on every letter", (t) => {
  const codes = Array.from({ length: 0x3000 }, (_, code) => String.fromCodePoint(code));
  const marks = codes.filter((one) => /\p{M}/u.test(one)).slice(0, 120);
  const cells = [...codes.map((one) => `${one}a`), ...marks.flatMap((mark) => [..."aijoL%"].map((one) => one + mark))];
  compile(t, asciiOnly(cells.map((one) => `{${escapeText(one)}}`).join("\n")));
});

test("what LaTeX's own fonts have keeps its letters, the rest is named in a comment", (t) => {
  t.is(
    escapeText("Grüße, Łódź, Erdős, naïve, ế"),
    `Gr\\"{u}\\ss{}e, \\L{}\\'{o}d\\'{z}, Erd\\H{o}s, na\\"{\\i}ve, \\'{\\^{e}}`,
  );
  t.is(escapeText("a--b, ½, ﬁ, Ａ"), "a-{}-b, 1/2, fi, A");
  t.is(escapeText("<|>"), "\\textless{}\\textbar{}\\textgreater{}");
  t.is(asciiOnly(escapeText("ą 漢😀")), "% LaTeX's own fonts lack U+0328, U+6F22, U+1F600: replaced here.\na ??");
});
