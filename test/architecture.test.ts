import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, normalize, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";
import test from "ava";
import { above } from "./support/matchers.js";

const root = fileURLToPath(new URL("../..", import.meta.url));
const source = join(root, "src");

/** What each folder may import, beside itself and errors.ts. */
const allowed: Readonly<Record<string, readonly string[]>> = {
  numerics: [],
  // Tables and their formats, of whatever.
  tables: [],
  model: ["numerics"],
  // Files of numbers: what is read for a model, and what is written for others.
  fields: ["tables", "model"],
  jko: ["model", "numerics"],
  reference: ["model", "numerics"],
  schemes: ["jko", "model", "numerics"],
  convergence: ["model", "numerics"],
  study: ["tables", "fields", "model", "jko", "schemes", "reference", "convergence", "numerics"],
  // Pages ask a scheme for its description.
  report: ["tables", "fields", "study", "schemes", "convergence", "model", "numerics"],
  distance: ["tables", "study", "report", "jko", "convergence", "model", "numerics"],
  energies: ["tables", "study", "report", "convergence", "model", "numerics"],
  bench: ["tables", "study", "report", "schemes", "jko", "reference", "convergence", "model", "numerics"],
  search: ["tables", "study", "report", "schemes", "convergence", "model", "numerics"],
  cli: ["tables", "study", "report", "distance", "energies", "bench", "search"],
  "errors.ts": [],
  // Of the command line, the library has how results are written to a folder.
  "index.ts": ["cli", "convergence", "jko", "model", "report", "schemes", "study", "distance", "energies", "search"],
};

interface Import {
  readonly file: string;
  readonly target: string;
}

const files = readdirSync(source, { recursive: true, encoding: "utf8" })
  .filter((name) => name.endsWith(".ts"))
  .map((name) => name.split(sep).join("/"));
const texts = new Map(files.map((file) => [file, readFileSync(join(source, file), "utf8")]));
const imports: readonly Import[] = files.flatMap((file) => importsOf(file));

test("folders import only what lies below them", (t) => {
  above(t, imports.length, 100);
  const wrong = imports.filter(({ file, target }) => {
    const [from, to] = [folderOf(file), folderOf(target)];
    return from !== to && to !== "errors.ts" && !(allowed[from] ?? []).includes(to);
  });
  t.deepEqual(wrong, []);
});

test("reports know studies by their records, the columns of these, events and options only", (t) => {
  const records = ["record", "state-record", "level-columns", "level-table"].map((name) => `study/record/${name}.js`);
  const known = [...records, "study/run/events.js", "study/run/options.js"];
  const wrong = imports.filter(
    ({ file, target }) => folderOf(file) === "report" && folderOf(target) === "study" && !known.includes(target),
  );
  t.deepEqual(wrong, []);
});

test("reports know of the model how it is specified, described, told and written in formulas, no more", (t) => {
  const known = /^model\/(expression\/|(description|tex|mesh-schema|states\/(state-model|layouts))\.js$)/;
  const wrong = imports.filter(
    ({ file, target }) => folderOf(file) === "report" && folderOf(target) === "model" && !known.test(target),
  );
  t.deepEqual(wrong, []);
});

test("files are written by one function only", (t) => {
  const writers =
    /\b(writeFile|writeFileSync|appendFile|appendFileSync|createWriteStream|copyFileSync|renameSync|openSync)\b/;
  const wrong = files.filter((name) => writers.test(texts.get(name) ?? ""));
  // Schemas are written while developing; what writes for modules is diverted.
  t.deepEqual(wrong.sort(), ["cli/write-schemas.ts", "search/module-output.ts", "study/record/replace-file.ts"]);
});

test("nothing is printed below the command line and the progress display; what modules print is diverted", (t) => {
  const wrong = files.filter(
    (file) =>
      !/^(cli\/|report\/progress|search\/module-output)/.test(file) &&
      /\bconsole\.|process\.std(out|err)/.test(texts.get(file) ?? ""),
  );
  t.deepEqual(wrong, []);
});

test("there is no default export and no cycle between files", (t) => {
  t.deepEqual(
    files.filter((file) => /^export default/m.test(texts.get(file) ?? "")),
    [],
  );
  t.deepEqual(cycles(), []);
});

test("lines of comments and docs are at most 120 columns wide, but for tables, code and formulas", (t) => {
  const comments = [...texts].flatMap(([file, text]) => {
    const lines = text.split("\n").filter((line) => /^\s*(\/\/|\/\*|\*)/.test(line) && !/^\s*\* {4}/.test(line));
    return tooWide(file, lines);
  });
  const docs = ["docs", "."].flatMap((folder) =>
    readdirSync(join(root, folder))
      .filter((file) => /\.md$/.test(file) && file !== "CHANGELOG.md")
      .map((file) => join(folder, file)),
  );
  const pages = docs.flatMap((file) => {
    const prose = readFileSync(join(root, file), "utf8").replace(/^```.*?^```/gms, "");
    return tooWide(
      file,
      prose.split("\n").filter((line) => !/^(\||\[)/.test(line)),
    );
  });
  above(t, docs.length, 4);
  t.deepEqual([...comments, ...pages], []);
});

function tooWide(file: string, lines: readonly string[]): string[] {
  return lines.filter((line) => line.length > 120).map((line) => `${file}: ${line}`);
}

function importsOf(file: string): Import[] {
  const found = [...(texts.get(file) ?? "").matchAll(/^(?:import|export)\s+[^;]*?from\s+"(\.[^"]+)"/gm)];
  return found.map(([, path]) => ({
    file,
    target: relative(source, normalize(join(source, dirname(file), path)))
      .split(sep)
      .join("/"),
  }));
}

function folderOf(path: string): string {
  return path.includes("/") ? path.split("/", 1)[0] : path.replace(/\.js$/, ".ts");
}

/** Files that import each other, types included, by a depth-first search. */
function cycles(): string[] {
  const state = new Map<string, "open" | "done">();
  const found: string[] = [];
  const visit = (file: string): void => {
    state.set(file, "open");
    for (const { target } of imports.filter((one) => one.file === file)) {
      const next = target.replace(/\.js$/, ".ts");
      if (state.get(next) === "open") found.push(`${file} -> ${next}`);
      else if (!state.has(next)) visit(next);
    }
    state.set(file, "done");
  };
  for (const file of files) if (!state.has(file)) visit(file);
  return found;
}
