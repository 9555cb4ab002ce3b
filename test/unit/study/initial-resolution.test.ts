import test from "ava";
import { InputError } from "../../../src/errors.js";
import { planStudy } from "../../../src/study/plan.js";
import { boxWith } from "./scratch.js";

const sweep = { axis: "tau", steps: [4, 8, 16, 32], cells: 200 };
const reference = { kind: "same-mesh" };

test("a peak that the cells of a level overlook is refused, not rescaled away", (t) => {
  for (const [share, centre] of [
    [99, 0.5031],
    [99, 0.2345678],
    [0.01, 0.7016],
  ]) {
    const initial = `1 + ${share} * exp(-((x - ${centre})/1e-5)^2 / 2) / (1e-5 * sqrt(2*pi))`;
    t.throws(() => planStudy(boxWith({ sweep, reference }, { initial })), {
      instanceOf: InputError,
      message: /^model\.initial: the initial density is not resolved: its mass is .* on 200 cells, .* cells/,
    });
  }
});

test("a narrow box that coarse meshes of a sweep overlook is refused", (t) => {
  const initial = "0.01 + (abs(x - 0.4963) < 2e-4 ? 2500 : 0)";
  const narrow = boxWith(
    { sweep: { axis: "h", cells: [10, 20, 40, 80], steps: 8 }, reference: { kind: "same-step", cells: 160 } },
    { initial },
  );
  t.throws(() => planStudy(narrow), { instanceOf: InputError, message: /not resolved/ });
});

test("what the cells resolve is taken: peaks and jumps, with and without rescaling", (t) => {
  for (const initial of ["1 + 99*exp(-((x - 0.5)/0.01)^2)", "x < 0.3 ? 2 : 0.1", "1e-3 + x^2"]) {
    for (const normalize of [true, false]) {
      t.notThrows(() => planStudy(boxWith({ sweep, reference }, { initial, normalize })), initial);
    }
  }
});
