import { Writable } from "node:stream";
import test from "ava";
import { createProgress, type Shown } from "../../../src/report/progress.js";

const shown: Shown<number> = {
  name: "counting",
  bar: (event) => (event === 0 ? undefined : { part: event / 4, text: `to ${event}` }),
  line: (event) => (event % 2 === 0 ? `even ${event}` : undefined),
  warning: (event) => (event === 3 ? "three" : undefined),
};

/** What is written for the events 0 to 4, and what is warned of. */
function run(isTTY: boolean, enabled: boolean): { readonly text: string; readonly warned: readonly string[] } {
  const written: string[] = [];
  const warned: string[] = [];
  const sink = new Writable({ write: (chunk, _, done) => done(void written.push(String(chunk))) });
  // What the bar asks of a terminal.
  const terminal = { cursorTo: () => true, moveCursor: () => true, clearLine: () => true, isTTY, columns: 80 };
  const stream = Object.assign(sink, terminal) as unknown as NodeJS.WriteStream;
  const progress = createProgress(shown, { stream, enabled, warn: (message) => void warned.push(message) });
  for (const event of [0, 1, 2, 3, 4]) progress.listener(event);
  progress.stop();
  return { text: written.join(""), warned };
}

test("without a terminal there is a line for what has one", (t) => {
  t.deepEqual(run(false, true), { text: "even 0\neven 2\neven 4\n", warned: ["three"] });
});

test("on a terminal there is a bar with name, part and words, and no line", (t) => {
  const { text, warned } = run(true, true);
  t.regex(text, /counting \[.*\] +\d+% to \d/);
  t.notRegex(text, /even/);
  t.deepEqual(warned, ["three"]);
});

test("where progress is not wanted, warnings are all there is", (t) => {
  for (const isTTY of [true, false]) t.deepEqual(run(isTTY, false), { text: "", warned: ["three"] });
});
