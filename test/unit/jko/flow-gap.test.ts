/*
 * The certificate of flows on two axes with a potential they do not come from: it is the primal at the flows minus the
 * dual at the potential, both computed apart from it.
 */
import test from "ava";
import { dualObjective, evaluateDual } from "../../../src/jko/dual.js";
import { createDualState, type DualState } from "../../../src/jko/dual-state.js";
import { exchangeCostOf } from "../../../src/jko/exchange/cost.js";
import { certifyFlows } from "../../../src/jko/flows/flow-gap.js";
import { createFlowPoint, createFlowSpace, followPotential } from "../../../src/jko/flows/flow-point.js";
import { createHistory } from "../../../src/jko/history.js";
import { createGridParts } from "../../../src/jko/parts-grid.js";
import { createSweptTransport } from "../../../src/jko/transport/swept.js";
import type { Exchange } from "../../../src/model/exchange.js";
import { seededRandom } from "../../../src/numerics/random.js";
import { eachNear } from "../../support/matchers.js";
import { problemOf } from "../../support/runs.js";

const tau = 0.02;
const choices: readonly Partial<Exchange>[] = [{ mobility: "arithmetic" }, { mobility: "geometric", cost: "cosh" }];

for (const choice of choices) {
  test(`the gap of flows is primal minus dual: ${JSON.stringify(choice)}`, (t) => {
    const problem = problemOf(
      {
        domain: [
          [0, 1],
          [0, 1.4],
        ],
        graph: { nodes: ["a", "b"], edges: [["a", "b", 2]] },
        potential: { a: "x + y^2", b: "sin(3*x)" },
        exchange: choice,
        initial: { a: "1 + 0.5*cos(pi*x)*y", b: "1.2 - x*y/2" },
        finalTime: 1,
      },
      [7, 6],
    );
    const { energy, exchange, expand, newPoint } = createGridParts(problem, tau, 1e-12, createHistory()).newtonParts;
    const transport = createSweptTransport(problem.mesh, 2, tau);
    transport.load(problem.initial);
    exchange.load(problem.initial);
    const { length } = problem.initial;
    const { cellVolume } = problem.mesh;
    const random = seededRandom(5);
    /** At the chemical potential of a density that is off by up to a tenth. */
    const stateAt = (): DualState => {
      const point = newPoint();
      const state = createDualState(point, length, transport.faceCount, exchange.conductance.length);
      for (let k = 0; k < length; k++) point.tree[k] = k % 2 === 0 ? 1 + 0.2 * random() : 0.2 * random() - 0.1;
      expand(point);
      evaluateDual(problem, energy, transport, exchange, state);
      return state;
    };
    const space = createFlowSpace(problem, transport, exchangeCostOf(problem), exchange.conductance);
    const energyOf = (kept: Float64Array): number =>
      kept.reduce((sum, m, k) => sum + m * (Math.log(m / cellVolume) + (problem.potential[k] ?? Number.NaN)), 0);
    const constants: number[] = [];
    for (let pair = 0; pair < 6; pair++) {
      const [own, other] = [stateAt(), stateAt()];
      const flows = createFlowPoint(space);
      followPotential(space, own, flows);
      for (const state of [own, other]) {
        const { gap, cost } = certifyFlows(space, energy, state, flows);
        constants.push(gap - dualObjective(transport, exchange, state) - cost - energyOf(flows.kept));
      }
    }
    eachNear(t, constants, constants[0], 1e-12);
  });
}
