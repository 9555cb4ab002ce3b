import test from "ava";
import { mobilityKind, mobilityNames } from "../../../src/model/exchange.js";

test("means over arrays are those of their numbers, bit by bit, with their derivatives", (t) => {
  const s = Float64Array.of(1, 2, 1e-200, 0, 3, 1e10, 1);
  const other = Float64Array.of(1, 3, 1e-190, 1, 0, 1e-10, 1 + 1e-9);
  for (const name of mobilityNames) {
    const { mean } = mobilityKind(name);
    if (mean === undefined) continue;
    for (const [loop, single] of [
      [mean.values, mean.value],
      [mean.logSlopes, mean.logSlope],
    ] as const) {
      const out = new Float64Array(s.length);
      loop(s, other, out);
      t.deepEqual(
        out,
        s.map((value, k) => single(value, other[k])),
        name,
      );
    }
  }
});
