import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test, { type ExecutionContext } from "ava";
import { load } from "js-yaml";
import { atLeast } from "../support/matchers.js";
import { codeBlocks } from "./markdown.js";
import { pageAt } from "./pages.js";
import { type Shell, shellIn } from "./shell.js";

interface Step {
  readonly uses?: string;
  readonly run?: string;
}

interface Workflow {
  readonly name: string;
  readonly jobs: Readonly<Record<string, { readonly steps: readonly Step[] }>>;
}

const blocks = codeBlocks(pageAt("docs/ci.md").text);
const copied = blocks.find(({ language }) => language === "yaml")?.lines.join("\n") ?? "";

function stepsOf(text: string): readonly Step[] {
  const { jobs } = load(text) as Workflow;
  return Object.values(jobs).flatMap(({ steps }) => steps);
}

function repository(t: ExecutionContext): Shell {
  const folder = mkdtempSync(join(tmpdir(), "jko-ci-"));
  t.teardown(() => rmSync(folder, { recursive: true, force: true }));
  const shell = shellIn(folder);
  const model = "{domain: [[0, 1]], potential: 0, initial: 1 + 0.5*cos(pi*x), finalTime: 0.1}";
  const rest = "sweep: {axis: tau, steps: [8, 16], cells: 20}\nexpect: [{error: L1, order: 1, slack: 0.2, last: 1}]";
  shell.write("studies/tiny.yaml", `id: tiny\nmodel: ${model}\n${rest}\nbaseline: {factor: 1.2}\n`);
  return shell;
}

test("the workflow of docs/ci.md checks, reports and keeps what it wrote", (t) => {
  const shell = repository(t);
  t.is(shell.run("npx jko run tiny").status, 0);
  const commands = stepsOf(copied).flatMap(({ run }) => (run === undefined || run.startsWith("npm ") ? [] : [run]));
  t.is(commands.length, 2);
  for (const command of commands) {
    const { status, stderr } = shell.run(command);
    t.is(status, 0, `${command}\n${stderr}`);
  }
  t.is(shell.run("test -s check.xml && test -s convergence/report.html && test -s convergence/figure.svg").status, 0);
});

test("its check fails where a rate is missed, and names the file for an annotation", (t) => {
  const shell = repository(t);
  t.is(shell.run("npx jko run tiny").status, 0);
  shell.run("sed -i 's/order: 1/order: 2/' studies/tiny.yaml");
  const { status, stdout } = shell.run("GITHUB_ACTIONS=true npx jko check --junit check.xml");
  t.is(status, 3);
  t.regex(stdout, /::error file=studies\/tiny\.yaml/);
});

test("the recipes of docs/ci.md run", (t) => {
  const shell = repository(t);
  const lines = blocks.filter(({ language }) => language === "sh").flatMap((block) => block.lines);
  atLeast(t, lines.length, 3);
  for (const line of lines) {
    const { status, stderr } = shell.run(line);
    t.is(status, 0, `${line}\n${stderr}`);
  }
});

for (const [where, text] of [
  ["docs/ci.md", copied],
  [".github/workflows/check.yml", pageAt(".github/workflows/check.yml").text],
] as const) {
  test(`${where}: every action has a version`, (t) => {
    const actions = stepsOf(text).flatMap(({ uses }) => uses ?? []);
    atLeast(t, actions.length, 1);
    for (const action of actions) t.regex(action, /^actions\/[a-z-]+@v\d+$/);
  });
}

test("this repository's workflow runs what .ci/run runs: linter, fast check, tests", (t) => {
  const commands = stepsOf(pageAt(".github/workflows/check.yml").text).map(({ run }) => run);
  t.true(commands.includes("bash .ci/run"));
  const script = pageAt(".ci/run").text;
  for (const part of ["biome ci", "check --tag fast", "npm test"]) t.true(script.includes(part), part);
});
