import test from "ava";
import { createSearchSpace } from "../../../../src/model/search/search-model.js";
import { seededRandom } from "../../../../src/numerics/random.js";
import { hillClimbing } from "../../../../src/schemes/search/hill-climbing.js";
import { createLedger, mostImprovements } from "../../../../src/schemes/search/ledger.js";
import { atLeast, atMost, each } from "../../../support/matchers.js";
import { spec } from "./lattice.js";

test("a value that is not finite ends a search with the node in the reason", (t) => {
  const space = createSearchSpace({ ...spec, objective: "log(n - 12)" });
  const ledger = createLedger(space, { evaluations: 100, target: Number.NEGATIVE_INFINITY });
  const start = { node: "14", x: Float64Array.of(0) };
  hillClimbing({ space, ledger, random: seededRandom(1), start }, { tau: 0.1, patience: 20 });
  t.regex(ledger.reason ?? "", /node "1[0-3]"/);
});

test("improvements are thinned out, from the first to the last", (t) => {
  const space = createSearchSpace({ ...spec, objective: "x1" });
  const ledger = createLedger(space, { evaluations: 1e4, target: Number.NEGATIVE_INFINITY });
  for (let k = 0; k < 3500; k++) ledger.value("0", Float64Array.of(1 - k));
  const { improvements, best } = ledger;
  atMost(t, improvements.length, mostImprovements);
  atLeast(t, improvements.length, mostImprovements / 2);
  t.deepEqual(improvements[0], { value: 1, at: 1 });
  t.deepEqual(improvements.at(-1), { value: -3498, at: 3500 });
  t.deepEqual(best, { node: "0", x: Float64Array.of(-3498), value: -3498, at: 3500 });
  each(t, improvements, ({ value, at }) => at === 2 - value);
});

test("a slope that is not finite ends a search like a value", (t) => {
  const space = createSearchSpace({ ...spec, objective: "sqrt(x1)" });
  const ledger = createLedger(space, { evaluations: 10, target: -1 });
  ledger.gradient("3", Float64Array.of(0), new Float64Array(1));
  t.true(ledger.isOver());
  t.regex(ledger.reason ?? "", /node "3" is not finite/);
});
