import test from "ava";
import { nodeState } from "../../../../src/model/states/state.js";
import { near } from "../../../support/matchers.js";
import { stateDistance } from "./distances.js";

const a = nodeState(["a", "b"], Float64Array.of(0, 0, 1, 1), Float64Array.of(0.9, 0.1));
const b = nodeState(["a", "b"], Float64Array.of(3, 4, 1, 1), Float64Array.of(0.7, 0.3));

test("positions are compared in the root mean square over nodes, whatever their weights", (t) => {
  near(t, stateDistance("positions", a, b), 5 / Math.SQRT2, 1e-15);
});

test("weights are compared by the sum of their differences", (t) => {
  near(t, stateDistance("weights", a, b), 0.4, 1e-15);
});
