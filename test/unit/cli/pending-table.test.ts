import test from "ava";
import { pendingTable } from "../../../src/cli/pending-table.js";
import type { Terminal } from "../../../src/cli/terminal.js";
import { levelContent } from "../../../src/report/table/levels.js";
import { runStudy, type StudyEvent, type StudyRecord } from "../../../src/study/index.js";
import { createStyle } from "../../../src/tables/style.js";
import { localPool } from "../../support/local-pool.js";
import { boxWith } from "../study/scratch.js";

/** A terminal that keeps what is printed. */
function paper(isTerminal = true) {
  const pieces: string[] = [];
  const style = createStyle(false);
  const width = 200;
  const print = (text: string): void => void pieces.push(text);
  const shown: Pick<Terminal, "width" | "style" | "isTerminal" | "print" | "show"> = {
    ...{ width, style, isTerminal, print },
    show: (content, format) => print(format.write(content, { width, style })),
  };
  return { terminal: shown as Terminal, pieces };
}

const finished = runStudy(boxWith({ budget: "none" }), { store: false }, localPool);
const patience = 700;
const wait = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

async function pendingRecord(): Promise<StudyRecord> {
  return { ...(await finished), pending: 2 };
}

const tableOf = (record: StudyRecord): string => levelContent([record], false).text({ width: 200 });

test("a table that has waited is followed by its verdict alone", async (t) => {
  const { terminal, pieces } = paper();
  const table = pendingTable(terminal, true, "");
  const told: string[] = [];
  table.watch(({ type }) => void told.push(type))({ type: "pending", record: await pendingRecord() });
  t.deepEqual([told, pieces], [[], []]);
  await wait(patience);
  t.deepEqual(told, ["pending"]);
  t.regex(pieces.join(""), /\npending: the verdict waits for 2 runs of the error budget\n$/);
  const before = pieces.join("").replace(/pending: .*\n$/, "");
  table.finish(await finished);
  t.is(before + (pieces.at(-1) ?? ""), tableOf(await finished));
});

test("where nobody looks on, what is printed is the same in the end, in two pieces", async (t) => {
  const { terminal, pieces } = paper(false);
  const table = pendingTable(terminal, true, "\n");
  table.watch(() => {})({ type: "pending", record: await pendingRecord() });
  await wait(patience);
  t.is(pieces.length, 1);
  t.regex(pieces[0] ?? "", / 32 .*\n/);
  table.finish(await finished);
  t.is(pieces.join(""), `\n${tableOf(await finished)}`);
});

test("a table that the error budget changes is shown again", async (t) => {
  const { terminal, pieces } = paper();
  const table = pendingTable(terminal, true, "\n");
  table.watch(() => {})({ type: "pending", record: await pendingRecord() });
  await wait(patience);
  const record = await finished;
  const changed = { ...record, levels: record.levels.map((level) => ({ ...level, flags: ["mesh-polluted"] })) };
  table.finish(changed);
  t.is(pieces.slice(-2).join(""), `\n${tableOf(changed)}`);
});

test("a verdict that follows soon is waited for, and the runs that are told of are those that are left", async (t) => {
  const soon = paper();
  const table = pendingTable(soon.terminal, true, "");
  table.watch(() => {})({ type: "pending", record: await pendingRecord() });
  table.finish(await finished);
  t.is(soon.pieces.join(""), tableOf(await finished));
  const late = paper();
  const other = pendingTable(late.terminal, true, "");
  const listener = other.watch(() => {});
  listener({ type: "pending", record: await pendingRecord() });
  listener({ type: "record", record: { ...(await finished), pending: 1 } });
  await wait(patience);
  t.regex(late.pieces.join(""), /pending: the verdict waits for 1 run of the error budget/);
});

test("where no table is shown for people, events pass and nothing is printed", async (t) => {
  const { terminal, pieces } = paper();
  const table = pendingTable(terminal, false, "");
  const told: StudyEvent[] = [];
  table.watch((event) => void told.push(event))({ type: "pending", record: await pendingRecord() });
  t.is(told.length, 1);
  table.finish(await finished);
  t.deepEqual(pieces, []);
});
