import { existsSync, readdirSync, readFileSync } from "node:fs";
import test, { type ExecutionContext } from "ava";
import type { TrapKind } from "../../src/convergence/trap.js";
import { constants, functions, variables } from "../../src/model/expression/vocabulary.js";
import { levelStatuses } from "../../src/study/record/record.js";
import { root } from "./generated-pages.js";
import { anchorsOf } from "./markdown.js";

const page = (path: string): string => readFileSync(new URL(path, root), "utf8");

function names(t: ExecutionContext, path: string, words: Iterable<string>): void {
  const text = page(path);
  t.deepEqual(
    [...words].filter((word) => !text.includes(`\`${word}\``)),
    [],
  );
}

const flags: Readonly<Record<TrapKind | "floor-limited", true>> = {
  ...{ "floor-limited": true, inconsistent: true, cancellation: true, "mesh-polluted": true, superconvergent: true },
  ...{ growing: true, zero: true, "stiff-exchange": true, identical: true },
};

test("docs/orders.md has an entry for every flag, and names every status of a level", (t) => {
  const anchors = anchorsOf(page("docs/orders.md"));
  t.deepEqual(
    Object.keys(flags).filter((flag) => !anchors.has(flag)),
    [],
  );
  names(
    t,
    "docs/orders.md",
    levelStatuses.filter((status) => status !== "ok"),
  );
});

test("docs/results.md names every column of the committed tables", (t) => {
  const tables = readdirSync(new URL("results/", root)).map((id) => new URL(`results/${id}/table.csv`, root));
  const heads = tables.filter(existsSync).map((file) => readFileSync(file, "utf8").split("\n")[0] ?? "");
  const columns = new Set(heads.filter((head) => head.startsWith("study,scheme,")).flatMap((head) => head.split(",")));
  const kinds = [...columns].map((name) => name.replace(/^(.*(?:error|order(?:_h)?)_)(?!h$)\w+(@max)?$/, "$1…"));
  names(t, "docs/results.md", new Set(kinds));
});

test("docs/expressions.md names every function, constant and variable of formulas", (t) => {
  names(t, "docs/expressions.md", [...functions.keys(), ...constants.keys(), ...variables]);
});
