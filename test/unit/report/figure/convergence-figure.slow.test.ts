import test from "ava";
import { convergenceFigure } from "../../../../src/report/figure/index.js";
import { above, atMost, below, each, near } from "../../../support/matchers.js";
import { description, elements, overflow, texts } from "./drawing.js";
import { level, record, tauSweep } from "./records.js";

const steps = [10, 20, 40, 80];
const first = record(tauSweep(steps, { L1: (tau) => tau }), { fits: { L1: { order: 1, constant: 1, levels: 4 } } });
/** Legend markers come after the measured ones. */
const circles = (svg: string) => elements(svg, "circle").map(({ cx, cy }) => [Number(cx), Number(cy)] as const);

test("the same record gives the same bytes", (t) => {
  t.is(convergenceFigure(first), convergenceFigure(structuredClone(first)));
});

test("a figure is one column of 84 mm with title, description and role, and without ids", (t) => {
  const svg = convergenceFigure(first);
  t.regex(svg, /^<svg [^>]*role="img" width="84mm"/);
  t.regex(svg, /<title>Convergence of synthetic<\/title>\n<desc>Synthetic errors\. /);
  t.notRegex(svg, / id="|url\(|NaN|Infinity|undefined/);
});

test("numbers have at most two decimals", (t) => {
  t.notRegex(convergenceFigure(first).replace(/<desc>.*<\/desc>/, ""), /\d\.\d{3}/);
});

test("smaller steps are further left and smaller errors further down, on logarithmic axes", (t) => {
  const [a, b, c, d] = circles(convergenceFigure(first)).slice(0, 4);
  if (a === undefined || b === undefined || c === undefined || d === undefined) return t.fail("four levels");
  above(t, a[0], b[0]);
  above(t, b[0], c[0]);
  above(t, c[0], d[0]);
  below(t, a[1], b[1]);
  below(t, b[1], c[1]);
  below(t, c[1], d[1]);
  near(t, a[0] - b[0], c[0] - d[0], 0.03);
  near(t, b[1] - a[1], d[1] - c[1], 0.03);
});

test("the fitted line passes the levels it fits exactly", (t) => {
  const svg = convergenceFigure(first);
  const marks = circles(svg).slice(0, 4);
  const line = elements(svg, "line").find(({ stroke }) => stroke === "#0065a3");
  t.deepEqual([Number(line?.x1), Number(line?.y1)], [...(marks[0] ?? [])]);
  t.deepEqual([Number(line?.x2), Number(line?.y2)], [...(marks[3] ?? [])]);
});

test("an h sweep is drawn over h, a joint one over tau", (t) => {
  const levels = [1, 2].map((k) => level({ tau: 0.1 / k, h: 0.01 / k, errors: { L1: 1 / k } }));
  t.true(texts(convergenceFigure(record(levels, { axis: "h" }))).includes("h"));
  t.true(texts(convergenceFigure(record(levels, { axis: "joint" }))).includes("τ"));
});

test("a triangle shows the expected order, or else the fitted one rounded to halves", (t) => {
  const rounded = record(tauSweep(steps, { L1: (tau) => tau ** 1.46 }), {
    fits: { L1: { order: 1.46, constant: 1, levels: 4 } },
  });
  t.true(texts(convergenceFigure(rounded)).includes("1.5"));
  t.true(texts(convergenceFigure(rounded, { orders: { L1: 1.75 } })).includes("1.75"));
});

test("errors of the same order share a triangle", (t) => {
  const errors = { L1: (tau: number) => tau, L2: (tau: number) => 2 * tau, KL: (tau: number) => tau ** 2 };
  const fits = {
    L1: { order: 1, constant: 1, levels: 4 },
    L2: { order: 1.02, constant: 1, levels: 4 },
    KL: { order: 1.98, constant: 1, levels: 4 },
  };
  const svg = convergenceFigure(record(tauSweep(steps, errors), { errors: Object.keys(errors), fits }));
  t.is(elements(svg, "polygon").filter(({ stroke }) => stroke === "#595959").length, 2);
});

test("a fit that misses its levels suggests no order", (t) => {
  const scattered = record(tauSweep(steps, { L1: (tau) => (tau === 0.05 ? 1e-3 : tau) }), {
    fits: { L1: { order: 1, constant: 1, levels: 4 } },
  });
  t.is(elements(convergenceFigure(scattered), "polygon").length, 0);
});

test("flagged levels are hollow and crossed, the legend names the flag, and the fit leaves floor-limited ones out", (t) => {
  const levels = tauSweep(steps, { L1: (tau) => Math.max(tau, 0.02) }).map((one, k) =>
    k < 3 ? one : { ...one, flags: ["floor-limited"] },
  );
  const svg = convergenceFigure(record(levels, { fits: { L1: { order: 1, constant: 1, levels: 3 } } }));
  const marks = elements(svg, "circle").slice(0, 4);
  t.deepEqual(
    marks.map(({ fill }) => fill === "#ffffff"),
    [false, false, false, true],
  );
  t.true(texts(svg).includes("floor-limited"));
  const line = elements(svg, "line").find(({ stroke }) => stroke === "#0065a3");
  t.is(line?.x2, marks[2]?.cx);
  t.regex(description(svg), /flagged: tau = 0\.0125 \(floor-limited\)/);
});

test("a flag on one norm leaves the other norms alone", (t) => {
  const levels = tauSweep(steps, { L1: (tau) => tau, KL: (tau) => tau }).map((one) => ({
    ...one,
    flags: ["floor-limited:KL"],
  }));
  const svg = convergenceFigure(record(levels, { errors: ["L1", "KL"] }));
  each(t, elements(svg, "circle").slice(0, 4), ({ fill }) => fill === "#0065a3");
});

test("failed, missing and zero levels are left out, counted below the figure and named in the description", (t) => {
  const levels = [
    level({ steps: 10, tau: 0.1, errors: { L1: 0.1 } }),
    level({ steps: 20, tau: 0.05, errors: { L1: 0 } }),
    level({ steps: 40, tau: 0.025, status: "stalled" }),
    level({ steps: 80, tau: 0.0125, status: "missing" }),
    level({ steps: 160, tau: 0.00625, errors: { L1: Number.NaN } }),
  ];
  const svg = convergenceFigure(record(levels));
  t.is(circles(svg).length, 2);
  const reasons = ["zero error", "status stalled", "not computed", "no error available"];
  t.true(texts(svg).includes(`not shown: ${reasons.map((reason) => `1 × ${reason}`).join(", ")}`));
  for (const reason of reasons) t.true(description(svg).includes(`(${reason})`), reason);
});

test("titles of studies are text, whatever they contain", (t) => {
  const svg = convergenceFigure({ ...first, id: 'a<b&"c"', title: "</desc><script>" });
  t.true(svg.includes("<title>Convergence of a&lt;b&amp;&quot;c&quot;</title>"));
  t.false(svg.includes("<script"));
  atMost(t, overflow(svg), 0);
});

test("a tensor sweep shows its first error on every mesh, with a line and an order each", (t) => {
  const ownOrder = new Map([
    [10, 0.5],
    [20, 1],
  ]);
  const levels = [10, 20].flatMap((cells) =>
    steps.map((n) => {
      const errors = { L1: n ** -(ownOrder.get(cells) ?? Number.NaN) };
      return level({ steps: n, tau: 1 / n, cells: [cells], h: 1 / cells, errors });
    }),
  );
  const svg = convergenceFigure(record(levels, { axis: "tensor", fits: { L1: { order: 1, constant: 1, levels: 4 } } }));
  t.true(["N = 10: order 0.50", "N = 20: order 1.00"].every((name) => texts(svg).includes(name)));
  // The triangle is of the finest mesh.
  t.is(svg.match(/stroke-linejoin="round"/g)?.length, 1);
  t.true(texts(svg).includes("1") && !texts(svg).includes("0.5"));
});

const every = ["L1", "L2", "Linf", "KL", "W2", "mass", "energy", "L1@max", "KL@max", "energy@max"];
const edgeCases = {
  "one level": record([level({ errors: { L1: 1e-3 } })]),
  "no level": record([]),
  "no error in the study": record([level({})], { errors: [] }),
  "all failed": record(steps.map((n) => level({ steps: n, tau: 1 / n, status: "nonFinite" }))),
  "zero errors": record(tauSweep(steps, { L1: () => 0 })),
  "identical errors": record(tauSweep(steps, { L1: () => 1e-3 }), {
    fits: { L1: { order: 0, constant: 1, levels: 4 } },
  }),
  "huge ranges": record(tauSweep([1, 1e3, 1e6, 1e12], { L1: (tau) => tau ** 25 }), {
    fits: { L1: { order: 25, constant: 1, levels: 4 } },
  }),
  "errors up to the limits of the format": record(tauSweep([1, 2], { L1: (tau) => (tau === 1 ? 1.7e308 : 5e-324) }), {
    fits: { L1: { order: 2000, constant: 1, levels: 2 } },
  }),
  "errors that grow": record(tauSweep(steps, { L1: (tau) => 1 / tau }), {
    fits: { L1: { order: -1, constant: 1, levels: 4 } },
  }),
  "ten errors": record(
    tauSweep(steps, Object.fromEntries(every.map((name, k) => [name, (tau: number) => (k + 1) * tau]))),
    {
      errors: every,
      fits: Object.fromEntries(every.map((name) => [name, { order: 1, constant: 1, levels: 4 }])),
    },
  ),
};

for (const [name, edgeCase] of Object.entries(edgeCases)) {
  test(`nothing is clipped, and nothing is undefined: ${name}`, (t) => {
    const svg = convergenceFigure(edgeCase);
    t.notRegex(svg, /NaN|Infinity|undefined/);
    atMost(t, overflow(svg), 0, `${overflow(svg)} units outside`);
  });
}
