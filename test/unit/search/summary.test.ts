import test from "ava";
import { courseTable, outcomeTable } from "../../../src/search/columns.js";
import { searchContent } from "../../../src/search/formats.js";
import { searchFigure, searchMethodsFigure } from "../../../src/search/index.js";
import type { SearchEnding, SearchOutcome, SearchRecord } from "../../../src/search/record.js";
import { summariesOf } from "../../../src/search/summary.js";
import { tableCsv } from "../../../src/tables/csv.js";
import { csvFormat, jsonFormat, terminalFormat } from "../../../src/tables/formats.js";
import { above } from "../../support/matchers.js";

function outcome(
  seed: number,
  solvedAt: number,
  value: number,
  ending: SearchEnding = { status: "ok" },
): SearchOutcome {
  const best = { value, at: 3, node: "1,2", x: [0.5] };
  return {
    ...{ method: "random", seed, ...ending, evaluations: 10, solvedAt, best, restarts: 0 },
    improvements: [{ at: 3, value }],
  };
}

const record: SearchRecord = {
  ...{ id: "tiny", title: "Tiny", question: "", dimension: 1, target: 0.1, evaluations: 10, seeds: 4 },
  methods: ["random"],
  coordinates: ["n", "m"],
  nodes: [],
  outcomes: [
    outcome(1, 8, 0.05),
    outcome(2, Number.NaN, 0.7),
    outcome(3, 4, 0.02),
    outcome(4, Number.NaN, 0.9, { status: "nonFinite", reason: 'the objective of node "1,3" is not finite' }),
  ],
  trajectory: [
    {
      ...{ restart: 1, t: 0, step: 0, evaluations: 2, nodes: ["1,2", "1,3"] },
      positions: Float64Array.of(0.5, 0.25),
      weights: Float64Array.of(0.75, 0.25),
      values: Float64Array.of(1, 2),
    },
  ],
  isInterrupted: false,
};

test("quantiles count searches that have not reached the target as never", (t) => {
  const [summary] = summariesOf(record);
  t.is(summary?.reached, 2);
  t.deepEqual(summary?.quantiles, [4, 4, 8, Number.NaN, Number.NaN]);
  t.is(summary?.best, 0.02);
  t.is(summary?.median, 0.05);
});

test("searches that were interrupted count for the least value only", (t) => {
  const running = outcome(5, Number.NaN, 0.01, { status: "interrupted" });
  const part = { ...record, outcomes: [...record.outcomes, running], seeds: 9, isInterrupted: true };
  const [summary] = summariesOf(part);
  t.is(summary?.searches, 4);
  t.is(summary?.best, 0.01);
  t.deepEqual({ ...summary, best: 0.02 }, { ...summariesOf(record)[0] });
  t.regex(terminalFormat.write(searchContent(part)), /ended before their time, 4 of 9 are finished/);
});

test("median best values that fall by decades have a logarithmic axis", (t) => {
  const values = (many: readonly number[]): SearchRecord => {
    const improvements = many.map((value, at) => ({ value, at }));
    return { ...record, target: undefined, outcomes: [{ ...outcome(1, Number.NaN, 1), improvements }] };
  };
  const labels = (svg: string): string[] => [...svg.matchAll(/>([\d.]+)</g)].map(([, label]) => label);
  above(t, labels(searchMethodsFigure(values([1e4, 1e-2]))).filter((label) => label === "10").length, 2);
  t.true(labels(searchMethodsFigure(values([4, -1e-2]))).includes("2"));
});

test("tables leave out what is not known, and name failures", (t) => {
  t.regex(terminalFormat.write(searchContent(record)), /random search +4 +2 +4 +4 +8 +- +- +0\.02 +0\.05/);
  t.regex(terminalFormat.write(searchContent(record)), /1 of 4 failed, seed 4: nonFinite, the objective of node "1,3"/);
  t.is(csvFormat.write(searchContent(record)).split("\n")[1], "tiny,random,4,2,4,4,8,,,0.02,0.05");
  t.is(tableCsv(outcomeTable(record)).split("\n")[2], 'random,2,ok,10,,0.7,"1,2",0.5,0');
  t.is(tableCsv(courseTable(record)).split("\n")[2], '1,0,0,2,"1,3",0.25,0.25,2,"1,2"');
  const json = JSON.parse(jsonFormat.write(searchContent(record))) as { searches: { solvedAt: number | null }[] };
  t.is(json.searches[1]?.solvedAt, null);
});

test("pictures describe what they show, also where there is nothing", (t) => {
  t.regex(searchFigure(record), /centres: 1,2 after 2 evaluations/);
  t.regex(searchFigure({ ...record, coordinates: [] }), /1,2 after 2/);
  t.regex(searchFigure({ ...record, trajectory: [] }), /no course of particles is kept/);
  t.regex(searchMethodsFigure(record), /reached 0\.1 against evaluations; at last random search 0\.5/);
  t.regex(searchMethodsFigure({ ...record, target: undefined }), /Median best values/);
  t.regex(searchMethodsFigure({ ...record, outcomes: [], target: undefined }), /no search has found a value/);
});
