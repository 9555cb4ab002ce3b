import test from "ava";
import { chain } from "../../../../src/report/drawing/polyline.js";
import { coordinate, element, escapeXml, type Point } from "../../../../src/report/drawing/svg.js";

test("coordinates have at most two decimals and no negative zero", (t) => {
  t.deepEqual([1 / 3, -0.001, 2, 1e-9, 12.345].map(coordinate), ["0.33", "0", "2", "0", "12.35"]);
});

test("a coordinate that is not finite is an error, never markup", (t) => {
  for (const value of [Number.NaN, Number.POSITIVE_INFINITY])
    t.throws(() => coordinate(value), { message: /coordinate/ });
});

test("markup in texts and attributes is escaped, and characters XML forbids are left out", (t) => {
  t.is(escapeXml(`a<b & "c" > 'd'\u0000\u001f\ud800`), "a&lt;b &amp; &quot;c&quot; &gt; &#39;d&#39;");
  t.is(element("a", { href: `"<&`, gone: undefined, x: 0.5 }), '<a href="&quot;&lt;&amp;" x="0.5"/>');
});

test("segments in any order and direction are joined to one line", (t) => {
  const corners: readonly Point[] = [
    [0, 0],
    [1, 0],
    [1, 1],
    [2, 1],
  ];
  const [a, b, c, d] = corners as [Point, Point, Point, Point];
  const lines = chain([
    [b, c],
    [d, c],
    [a, b],
  ]);
  t.is(lines.length, 1);
  t.true([corners, [...corners].reverse()].some((line) => JSON.stringify(line) === JSON.stringify(lines[0])));
});

test("segments apart stay apart, and a closed line ends where it began", (t) => {
  const [a, b, c, far]: Point[] = [
    [0, 0],
    [1, 0],
    [1, 1],
    [5, 5],
  ] as [Point, Point, Point, Point];
  t.is(
    chain([
      [a, b],
      [far, [6, 5]],
    ]).length,
    2,
  );
  const [ring] = chain([
    [a, b],
    [b, c],
    [c, a],
  ]);
  t.is(ring?.length, 4);
  t.deepEqual(ring?.[0], ring?.at(-1));
});
