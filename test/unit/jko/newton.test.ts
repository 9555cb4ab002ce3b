import test from "ava";
import type { Certifier } from "../../../src/jko/certificate.js";
import { toTree } from "../../../src/jko/dual-point.js";
import { createHistory, keepHistory } from "../../../src/jko/history.js";
import { createNewton } from "../../../src/jko/newton/newton.js";
import { createLineParts } from "../../../src/jko/parts-line.js";
import { chemicalPotential } from "../../../src/model/energy.js";
import { above } from "../../support/matchers.js";
import { problemOf } from "../../support/runs.js";

/** Solves one step from the potential of the density before it; counts certificates. */
function solve(isKept: boolean) {
  const problem = problemOf(
    { domain: [[0, 1]], potential: "x", exchange: { mobility: "unit" }, initial: "1 + 0.5*cos(pi*x)", finalTime: 1 },
    20,
  );
  const history = createHistory();
  if (isKept) keepHistory(history);
  const tolGap = 1e-14;
  const { newtonParts, topology, tolResidual } = createLineParts(problem, 0.05, tolGap, history);
  let certificates = 0;
  const certify: Certifier = (state, kept) => {
    certificates++;
    return newtonParts.certify(state, kept);
  };
  const settings = { tolGap, tolStagnant: tolGap, tolNewton: 1e-7, tolResidual, maxGrowth: 3 };
  const newton = createNewton({ ...newtonParts, certify }, settings);
  const [kept, tree] = [problem.initial.slice(), problem.initial.slice()];
  toTree(topology, chemicalPotential(problem, problem.initial, kept), tree);
  newtonParts.transport.load(problem.initial);
  newtonParts.exchange.load(problem.initial);
  return { result: newton(tree, kept, 30, []), rows: history.rows, certificates: () => certificates };
}

test("a certificate is formed once at the end, and for every iterate only where a history is kept", (t) => {
  const [plain, kept] = [solve(false), solve(true)];
  t.is(plain.result.status, "converged");
  above(t, plain.result.iterations, 1);
  t.is(plain.certificates(), 1);
  t.is(plain.rows, undefined);
  t.is(kept.certificates(), kept.result.iterations + 2);
  t.is(kept.rows?.length, kept.result.iterations + 1);
  t.deepEqual(kept.result, plain.result);
});
