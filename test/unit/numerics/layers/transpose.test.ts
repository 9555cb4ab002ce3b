import test from "ava";
import { transpose } from "../../../../src/numerics/layers/transpose.js";

test("transpose: rows become columns across the borders of tiles, and rows that are not given keep their values", (t) => {
  const [rows, columns, given] = [71, 19, 69];
  const to = new Float64Array(rows * columns).fill(-1);
  transpose(
    Float64Array.from({ length: given * columns }, (_, k) => k),
    rows,
    columns,
    to,
  );
  const expected = Array.from(to, (_, k) => {
    const [column, row] = [Math.floor(k / rows), k % rows];
    return row < given ? row * columns + column : -1;
  });
  t.deepEqual(Array.from(to), expected);
});
