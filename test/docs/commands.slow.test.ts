/*
 * What pages tell readers to type is typed here, in a folder of its own, and what they show is what is printed. Long
 * commands are made smaller.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test, { type ExecutionContext } from "ava";
import { above, atLeast } from "../support/matchers.js";
import { root } from "./generated-pages.js";
import { type CodeBlock, codeBlocks } from "./markdown.js";
import { pageAt } from "./pages.js";
import { type Shell, shellIn } from "./shell.js";

/** Ends of commands that would take too long, and what is run instead. */
const smaller: readonly (readonly [RegExp, string])[] = [
  [/\bcheck --tag fast$/, "check trap-zero-error"],
  [/\bflow two-wells$/, "flow two-wells --steps 4 --cells 20"],
  [
    /\brun two-wells$/,
    "run two-wells --set sweep.steps=[2,4] --set sweep.cells=20 --set expect=[] --set reference.kind=same-mesh",
  ],
];
/** What is no command of the program. */
const others = /^(npm|node) /;

function folderFor(t: ExecutionContext): Shell {
  const folder = mkdtempSync(join(tmpdir(), "jko-docs-"));
  t.teardown(() => rmSync(folder, { recursive: true, force: true }));
  return shellIn(folder);
}

/** The command of a line, without its comment. */
function commandOf(line: string): string {
  return line.replace(/\s+#\s.*$/, "").trim();
}

function madeSmaller(command: string): string {
  const found = smaller.find(([pattern]) => pattern.test(command));
  return found === undefined ? command : command.replace(found[0], found[1]);
}

/** Lines of a block that are commands of the program. */
function commandsIn({ language, lines }: CodeBlock): string[] {
  if (language !== "sh") return [];
  return lines.map(commandOf).filter((line) => line !== "" && !line.startsWith("#") && !others.test(line));
}

function succeed(t: ExecutionContext, shell: Shell, command: string): void {
  const { status, stderr } = shell.run(command);
  t.is(status, 0, `${command}\n${stderr}`);
}

/** A block that begins with `$ jko …` shows what that prints. */
function shows(t: ExecutionContext, shell: Shell, { lines }: CodeBlock): void {
  const [first = "", ...expected] = lines;
  const { status, stdout, stderr } = shell.run(first.slice(2));
  t.is(status, 0, `${first}\n${stderr}`);
  t.deepEqual(stdout.trimEnd().split("\n").map(withoutForecast), expected.map(withoutForecast), first);
}

/** Time and memory are those of a machine. */
function withoutForecast(line: string): string {
  return line.replace(/^(a run takes about) .+$/, "$1");
}

const isShown = ({ lines }: CodeBlock): boolean => /^\$ (npx )?jko /.test(lines[0] ?? "");

test("README: every command runs", (t) => {
  const shell = folderFor(t);
  for (const block of codeBlocks(pageAt("README.md").text)) {
    for (const command of commandsIn(block)) succeed(t, shell, madeSmaller(command));
  }
});

test("README: the study is the shipped one, and its table is what a run prints", (t) => {
  const shell = folderFor(t);
  const blocks = codeBlocks(pageAt("README.md").text);
  const study = blocks.find(({ language }) => language === "yaml")?.lines.join("\n");
  t.is(pageAt("studies/two-wells.yaml").text, `# yaml-language-server: $schema=schema.json\n${study}\n`);
  for (const block of blocks.filter(isShown)) shows(t, shell, block);
});

test("tutorial: every command runs in order, and prints what the page shows", (t) => {
  const shell = folderFor(t);
  for (const block of codeBlocks(pageAt("docs/tutorial.md").text)) {
    const name = /^# (\S+\.yaml)$/.exec(block.lines[0] ?? "")?.[1];
    if (block.language === "yaml" && name !== undefined) shell.write(name, `${block.lines.join("\n")}\n`);
    else if (isShown(block)) shows(t, shell, block);
    else for (const command of commandsIn(block)) succeed(t, shell, command);
  }
});

for (const path of ["docs/results.md", "docs/choices.md", "docs/states.md"]) {
  test(`${path}: commands print what the page shows`, (t) => {
    const shell = folderFor(t);
    const shown = codeBlocks(pageAt(path).text).filter(isShown);
    above(t, shown.length, 0);
    for (const block of shown) shows(t, shell, block);
  });
}

test("docs/library.md: the programs run", (t) => {
  const shell = folderFor(t);
  const programs = codeBlocks(pageAt("docs/library.md").text).filter(({ language }) => language === "js");
  atLeast(t, programs.length, 2);
  const library = new URL("dist/src/index.js", root).href;
  for (const [k, { lines }] of programs.entries()) {
    shell.write(`program-${k}.mjs`, lines.join("\n").replace('"jko-study"', `"${library}"`));
    const { status, stderr, stdout } = shell.run(`"${process.execPath}" program-${k}.mjs`);
    t.is(status, 0, stderr);
    t.regex(stdout, /L1/);
  }
});
