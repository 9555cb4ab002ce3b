import test from "ava";
import { spend, tryWithin } from "../../../src/numerics/allowance.js";

test("a trial within its allowance has its result, one beyond it has none", (t) => {
  const work = (pieces: number) => () => {
    for (let k = 0; k < pieces; k++) spend(1);
    return pieces;
  };
  t.is(tryWithin(10, work(10)), 10);
  t.is(tryWithin(10, work(11)), undefined);
  t.notThrows(work(1000), "outside of trials nothing is bounded");
});

test("a trial inside of another has no more than is left of that, which it leaves as it is", (t) => {
  t.is(
    tryWithin(10, () => tryWithin(100, () => spend(11)) ?? "inner"),
    "inner",
  );
  t.is(
    tryWithin(10, () => {
      tryWithin(5, () => spend(6));
      spend(10);
      return "outer";
    }),
    "outer",
  );
});

test("other errors of a trial stay what they are", (t) => {
  const fail = (): never => {
    throw new RangeError("wrong");
  };
  t.throws(() => tryWithin(1, fail), { instanceOf: RangeError });
  t.notThrows(() => spend(2));
});
