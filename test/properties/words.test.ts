/*
 * Words of a study in everything that is written: whatever stands in a title, a name or a formula, no output moves a
 * cursor, turns text round, runs a command of a system for continuous integration, or breaks its own format.
 */
import { readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { extname, join } from "node:path";
import test, { type ExecutionContext } from "ava";
import { type Finished, jkoHere, scratch } from "../cli/command.js";
import { boxWith, writeStudies } from "../cli/studies.js";
import { above } from "../support/matchers.js";

const hostile = [
  "x\n::add-mask::x",
  "##[group]x ##vso[task.complete]",
  "\u001b[2Jred\u0007\r\u009b31m \u001b]8;;http://a.b\u001b\\link",
  "\u202eesrever \u2066x\u200f",
  "=cmd|'/C calc'!A1",
  "</script><img src=x onerror=alert(1)>]]>&amp;\"'",
  "a|b `c` \\end{table} %$#_{}~^",
];

/** Outputs by the ends of their names; pictures in points and bytes have no words. */
const checks: Readonly<Record<string, (text: string) => string | undefined>> = {
  ".json": (text) => attempt(() => JSON.parse(text)),
  ".html": (text) => (/<img/.test(text) ? "markup" : undefined),
  ".xml": (text) => (/<img|<!\[CDATA|]]>|&(?!amp;|lt;|gt;|quot;|apos;|#\d+;)/.test(text) ? "markup" : undefined),
  ".svg": (text) => (/<img|&(?!amp;|lt;|gt;|quot;|#39;)/.test(text) ? "markup" : undefined),
  ".tex": (text) => (/[^\n -~]|^[^%]*(?<!\\)%(?! )/m.test(text) ? "not plain TeX" : undefined),
  ".csv": (text) => (/(^|[,"\n])[=@]/.test(text) ? "a formula" : undefined),
};

function attempt(action: () => unknown): string | undefined {
  try {
    action();
    return undefined;
  } catch (error) {
    return String(error);
  }
}

/** What is wrong with an output, if anything. */
function faultOf(text: string, kind: string): string | undefined {
  const unseen = /[\p{Cc}\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/u.exec(text.replaceAll(/[\n]/g, ""));
  if (unseen !== null) return `U+${unseen[0].codePointAt(0)?.toString(16)}`;
  if (kind !== ".html" && kind !== ".svg" && /^\s*::|##\w*\[/m.test(text)) return "a command";
  return checks[kind]?.(text);
}

function expectClean(t: ExecutionContext, where: string, { code, stdout, stderr }: Finished, kind = ""): void {
  t.not(code, 1, `${where}: ${stderr}`);
  t.is(faultOf(stdout, kind), undefined, `${where}: ${JSON.stringify(stdout.slice(0, 2000))}`);
  t.is(faultOf(stderr, ""), undefined, `${where}: ${JSON.stringify(stderr.slice(0, 2000))}`);
}

function filesIn(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    return statSync(path).isDirectory() ? filesIn(path) : [path];
  });
}

/** A small study with hostile words wherever a study that runs may have words. */
function hostileStudy(text: string): object {
  const [a, b] = [`${text} 1`, `${text} 2`].map((name) => {
    // What reads as a command is refused as a name.
    return name
      .replaceAll(/::|##/g, " ")
      .replaceAll(/[^!-~]+/g, " ")
      .trim();
  });
  const layers = { a: a, b: b };
  return boxWith(
    "words",
    {
      ...{ title: text, question: text, source: text, tags: [text], reference: { kind: "spectral" } },
      sweep: { axis: "tau", steps: [2, 4], cells: 4 },
      expect: [{ error: "L1", order: 3, last: 1 }],
    },
    {
      graph: { nodes: [layers.a, layers.b], edges: [[layers.a, layers.b, 3]] },
      initial: { [layers.a]: "1 + 0.5*cos(pi*x)", [layers.b]: 1 },
    },
  );
}

test.serial("studies with hostile words run, and everything printed and written is clean", async (t) => {
  const text = ["=1", ...hostile].join("\n");
  const cwd = scratch(t);
  writeStudies(cwd, hostileStudy(text));
  const commands: readonly (readonly [words: readonly string[], kind?: string])[] = [
    [["run", "words", "--out", "out/words", "--quiet"]],
    ...["csv", "json", "markdown", "latex"].map(
      (format) => [["run", "words", "--out", "out/words", "--quiet", "--format", format], endings[format]] as const,
    ),
    [["check", "words", "--quiet", "--junit", "out/junit.xml"]],
    [["flow", "words", "--steps", "2", "--cells", "4", "--quiet", "--out", "out/flow"]],
    [["flow", "words", "--steps", "2", "--cells", "4", "--quiet", "--out", "out/flow", "--format", "json"], ".json"],
    [["report", "out"]],
    [["compare", "out/words", "--out", "out/compared"]],
    [["list"]],
    [["list", "--format", "csv"], ".csv"],
    [["list", "--tag", text]],
    [["validate", "words"]],
  ];
  for (const [words, kind] of commands) {
    const finished = await jkoHere(words, { cwd });
    expectClean(t, words.join(" "), finished, kind);
    t.true([0, 3].includes(finished.code ?? 1), `${words.join(" ")}: ${finished.stderr}`);
  }
  // The trajectory is read again only by the program itself.
  const written = filesIn(join(cwd, "out")).filter((file) => !/\.(png|pdf)$|trajectory\.json$/.test(file));
  above(t, written.length, 15);
  for (const file of written) {
    t.is(faultOf(readFileSync(file, "utf8"), extname(file)), undefined, `${file} with ${JSON.stringify(text)}`);
  }
});

const endings: Readonly<Record<string, string>> = { csv: ".csv", json: ".json", latex: ".tex" };

/** Studies of every kind, to be spoilt. */
const seeds: readonly object[] = [
  boxWith("words", {
    scheme: { name: "jko", transport: "exact" },
    baseline: { factor: 2 },
    sweep: { axis: "parameter", path: "scheme.tolerance", values: [1e-10], steps: 2, cells: 4 },
  }),
  boxWith(
    "words",
    { scheme: { name: "implicit-euler", flux: "upwind" } },
    { constants: { k: 1 }, energy: { kind: "entropy" } },
  ),
  {
    id: "words",
    model: {
      dimension: 1,
      state: { kind: "particles", sample: "ring" },
      functional: { potential: "r^2/2" },
      finalTime: 1,
    },
    scheme: { name: "sliced", rule: "uniform" },
    reference: [{ kind: "limit", geometry: "sliced" }],
    sweep: { axis: "tau", steps: [2, 4] },
    errors: ["W2"],
  },
  {
    id: "words",
    model: {
      ...{ dimension: 1, graph: { lattice: { width: [1, 3] } }, state: { kind: "nodes" }, functional: { entropy: 0 } },
      ...{ exchange: { mobility: "upwind" }, finalTime: 1 },
    },
    scheme: {
      ...{ name: "search", objective: "x1^2 + width", evaluations: 20, compare: ["random"] },
      ...{ region: { nodes: { width: [1, 2] } }, start: { node: { width: 1 } } },
    },
  },
];

/** Copies of a value with one text, or the name of one key, replaced. */
function spoilt(value: unknown, text: string): unknown[] {
  if (typeof value === "string") return [text];
  if (Array.isArray(value)) {
    return value.flatMap((one, k) => spoilt(one, text).map((own) => value.with(k, own)));
  }
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, one]) => {
    const { [key]: _, ...others } = value as Record<string, unknown>;
    return [...spoilt(one, text).map((own) => ({ ...value, [key]: own })), { ...others, [text]: one }];
  });
}

test.serial(
  "a hostile word in the place of any text or key is told of in clean lines, with exit code 0, 2 or 4",
  async (t) => {
    const cwd = scratch(t);
    let count = 0;
    for (const seed of seeds) {
      for (const study of spoilt(seed, hostile.join(" "))) {
        writeFileSync(join(cwd, "words.json"), JSON.stringify(study));
        const finished = await jkoHere(["validate", "words.json"], { cwd });
        expectClean(t, JSON.stringify(study), finished);
        t.true([0, 2, 4].includes(finished.code ?? 1));
        count++;
      }
    }
    above(t, count, 100, `${count} studies`);
  },
);
