/* Command lines that are read without yargs are read as yargs would. */
import test from "ava";
import fc from "fast-check";
import type { Command, CommandEntry } from "../../../src/cli/command.js";
import { commands } from "../../../src/cli/command-list.js";
import type { Parsed } from "../../../src/cli/options.js";
import { runByParser } from "../../../src/cli/parser.js";
import { readPlainly } from "../../../src/cli/plain-words.js";
import type { Terminal } from "../../../src/cli/terminal.js";
import { ExitCode } from "../../../src/errors.js";
import { above } from "../../support/matchers.js";

const terminal = { note: () => {} } as unknown as Terminal;

/** What yargs makes of a line; undefined where it has something to tell of it. */
async function byParser(words: readonly string[]): Promise<Parsed | undefined> {
  let found: Parsed | undefined;
  const execute = async (parsed: Parsed): Promise<ExitCode> => {
    found = parsed;
    return ExitCode.pass;
  };
  const entries = commands.map((entry): CommandEntry => {
    return { ...entry, load: async (): Promise<Command> => ({ ...(await entry.load()), execute }) };
  });
  try {
    await runByParser(words, terminal, entries);
  } catch {
    return undefined;
  }
  return found;
}

/** Options and arguments that are given; of no arguments yargs makes an empty list. */
function given(parsed: Parsed): object {
  const own = Object.entries(parsed).filter(([key, value]) => !/^(_|\$0)$/.test(key) && value !== undefined);
  return Object.fromEntries(own.filter(([, value]) => !(Array.isArray(value) && value.length === 0)));
}

const ordinary = [
  "run box-modes",
  "run",
  "run a b --set sweep.cells=200 --set=scheme.name=jko --jobs 2 --quiet --quiet",
  "run a --vary model.exchange.mobility=unit,logarithmic --out out --strict --no-progress --force",
  "check --tag flagship --without-tag paper --reuse --junit j.xml",
  "flow a.yaml --steps 10 --snapshots 5 --history",
  "list",
  "store prune",
  "init mine --from box-modes",
  "completion zsh",
  "validate a --set a=b=c --set x=[1,2] --format json",
];

for (const line of ordinary) {
  test(`read without yargs: jko ${line}`, async (t) => {
    const words = line.split(" ");
    const call = await readPlainly(words, commands);
    t.deepEqual(given(call?.parsed ?? {}), given((await byParser(words)) ?? { nothing: "" }));
    t.truthy(call);
  });
}

const left = [
  "",
  "rn box",
  "run --help",
  "run a --hlep",
  "run a -q",
  "run a --jobs",
  "run a --jobs -1",
  "run a --out=",
  "run a --quiet=false",
  "run -- --set",
  "run 'a'",
  "flow",
  "flow a b",
  "list a",
  "store a b",
  "--version run",
];

for (const line of left) {
  test(`left to yargs: jko ${line}`, async (t) => {
    t.is(await readPlainly(line.split(" "), commands), undefined);
  });
}

const word = fc.oneof(
  fc.constantFrom("run", "flow", "list", "store", "init", "check", "a", "box-modes", "1", "-1", "-", "--", "'a'", '"'),
  fc.constantFrom(
    "--set",
    "--set=x=1",
    "--jobs",
    "--jobs=2",
    "--quiet",
    "--no-quiet",
    "--no-progress",
    "--out",
    "--tag",
  ),
  fc.constantFrom(
    "--format",
    "json",
    "--help",
    "--version",
    "-h",
    "--quiet=false",
    "--sweep.cells=1",
    "--steps",
    "=",
    "",
  ),
  fc.string({ maxLength: 4 }),
);
const command = fc.constantFrom("run", "flow", "list", "store", "init", "check", "validate", "completion");

test("whatever is read without yargs is read by yargs in the same way", async (t) => {
  const lines = fc.tuple(command, fc.array(word, { maxLength: 6 }));
  let read = 0;
  const property = fc.asyncProperty(lines, async ([first, rest]) => {
    const words = [first, ...rest];
    const call = await readPlainly(words, commands);
    if (call === undefined) return;
    read++;
    t.deepEqual(given(call.parsed), given((await byParser(words)) ?? { nothing: "" }), words.join(" "));
  });
  await fc.assert(property, { seed: 18, numRuns: 300 });
  above(t, read, 30);
});
