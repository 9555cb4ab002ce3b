import test from "ava";
import { energyFigure, newtonFigure } from "../../../../src/report/figure/index.js";
import { atMost, below, each, eachNear } from "../../../support/matchers.js";
import { description, elements, overflow, texts } from "./drawing.js";
import { flow } from "./records.js";

const framed = (svg: string) => elements(svg, "rect").filter(({ fill }) => fill === "none");
const curves = (svg: string) => elements(svg, "path").filter(({ fill }) => fill === "none");
const points = (d = "") => [...d.matchAll(/(-?[\d.]+),(-?[\d.]+)/g)].map(([, x, y]) => [Number(x), Number(y)] as const);

test("energy and dissipation have a panel each, over a common time", (t) => {
  const svg = energyFigure(flow());
  t.is(framed(svg).length, 2);
  each(t, ["energy E", "dissipation", "t"], (label) => texts(svg).includes(label));
});

test("an energy that falls is a curve that falls", (t) => {
  const [energy] = curves(energyFigure(flow()));
  const heights = points(energy?.d).map(([, y]) => y);
  t.is(heights.length, 9);
  each(t, heights.slice(1), (y, k) => y > heights[k]);
});

test("the dissipation is logarithmic and begins with the first step: the initial state has none", (t) => {
  const [, dissipation] = curves(energyFigure(flow()));
  const heights = points(dissipation?.d).map(([, y]) => y);
  t.is(heights.length, 8);
  const drops = heights.slice(1).map((y, k) => y - heights[k]);
  eachNear(t, drops, drops[0], 0.03);
});

test("an energy that hardly changes is drawn less its last value", (t) => {
  const svg = energyFigure(flow({ row: (n) => ({ energy: -1234 + 1e-6 * Math.exp(-n) }) }));
  t.true(texts(svg).includes("(E − Eend) / 10−6"), texts(svg).join());
});

test("iterations are constant over a step and counted from zero in whole numbers", (t) => {
  const svg = newtonFigure(flow());
  const [steps] = curves(svg);
  t.regex(steps?.d ?? "", /^M[\d.,]+[VH\d.,L]*/);
  each(t, ["0", "1", "2", "3", "4", "Newton iterations"], (label) => texts(svg).includes(label));
  t.regex(description(svg), /8 steps: 3 to 4, 3\.50 on average/);
});

test("a run that ended early says so in the description", (t) => {
  for (const draw of [energyFigure, newtonFigure]) {
    t.regex(
      description(draw(flow({}, { status: "stalled", reason: "no descent" }))),
      /ended with status stalled after t = 1/,
    );
  }
});

test("the same trajectory gives the same bytes", (t) => {
  for (const draw of [energyFigure, newtonFigure]) t.is(draw(flow()), draw(flow()));
});

const edgeCases = {
  "no row": flow({}, { rows: [] }),
  "the initial state only": flow({}, { rows: flow().rows.slice(0, 1) }),
  "one step": flow({ steps: 1 }),
  "a hundred thousand steps": flow({ steps: 100_000, cells: 1 }),
  "constant energy": flow({ row: () => ({ energy: 0, dissipation: 0, iterations: 0 }) }),
  "energies that are not finite": flow({ row: (n) => (n > 4 ? { energy: Number.NaN, dissipation: Number.NaN } : {}) }),
  "huge ranges": flow({ row: (n) => ({ energy: 1e300 / (n + 1), dissipation: 10 ** (-40 * n), iterations: 10 ** n }) }),
};

for (const [name, edgeCase] of Object.entries(edgeCases)) {
  for (const draw of [energyFigure, newtonFigure]) {
    test(`nothing is clipped, and no coordinate is undefined: ${draw.name}, ${name}`, (t) => {
      const svg = draw(edgeCase);
      t.notRegex(svg.replace(/<desc>.*<\/desc>/, ""), /NaN|Infinity|undefined/);
      atMost(t, overflow(svg), 0, `${overflow(svg)} units outside`);
      below(t, svg.length, 100_000);
    });
  }
}
