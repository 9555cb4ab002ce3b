import test from "ava";
import { distanceStudy } from "../../../../src/distance/distance.js";
import { InputError } from "../../../../src/errors.js";
import { flowStudy } from "../../../../src/study/flow/flow.js";
import { planStudy } from "../../../../src/study/plan/plan.js";
import { boxWith } from "../scratch.js";

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

test("a potential with a pole behind which exp(-V/T) is not integrable is refused, wherever the pole lies", (t) => {
  for (const potential of ["tan(pi*x)", "-1/(x - 0.5)", "-1e-3/(x - 0.5)^2", "-1/abs(x - 0.31)", "-1/abs(x - 0.3)"]) {
    const study = boxWith({ sweep, reference }, { potential: { a: potential, b: 0 } });
    t.throws(() => planStudy(study), { instanceOf: InputError, message: /^model\.potential: / }, potential);
  }
});

test("potentials with integrable poles, kinks, jumps and walls are taken", (t) => {
  for (const potential of ["1/abs(x - 0.3)", "0.5*log(x)", "abs(x - 0.4)", "x < 0.3 ? 3 : 0", "1000*(x - 0.2)^2"]) {
    const study = boxWith({ sweep, reference }, { potential: { a: potential, b: 0 } });
    t.notThrows(() => planStudy(study), potential);
  }
});

test("a trajectory and a distance are refused what a sweep is refused", async (t) => {
  const infinite = boxWith({ sweep, reference }, { initial: "abs(x - 0.5)^(-1.5)" });
  await t.throwsAsync(flowStudy(infinite), { instanceOf: InputError, message: /not integrable/ });
  await t.throwsAsync(distanceStudy(infinite), { instanceOf: InputError, message: /not integrable/ });
});
