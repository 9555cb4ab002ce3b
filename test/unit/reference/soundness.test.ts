import test from "ava";
import { gaussianState } from "../../../src/model/states/state.js";
import { soundReference, soundStateReference } from "../../../src/reference/soundness.js";
import { type ReferenceData, ReferenceFailure } from "../../../src/reference/types.js";

const fine = Float64Array.of(1, 0, 2);

function meshData(density: Float64Array, companion = fine): ReferenceData {
  return { kind: "spectral", description: "", companionFactor: 1, solutions: { "3|1/2": { density, companion } } };
}

for (const wrong of [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]) {
  test(`a reference with ${wrong}, in its companion too, fails and says where`, (t) => {
    const spoilt = Float64Array.of(1, wrong, 2);
    const failure = {
      instanceOf: ReferenceFailure,
      message: new RegExp(`nonFinite, the solution 3\\|1/2 is ${wrong}`),
    };
    t.throws(() => soundReference(meshData(spoilt)), failure);
    t.throws(() => soundReference(meshData(fine, spoilt)), failure);
    const state = gaussianState([0], [1]);
    const bad = gaussianState([0], [wrong]);
    const data = (of: typeof state, companion: typeof state) =>
      ({ kind: "limit", description: "", solutions: { a: { state: of, companion } } }) as const;
    t.is(soundStateReference(data(state, state)).kind, "limit");
    t.throws(() => soundStateReference(data(bad, state)), { instanceOf: ReferenceFailure });
    t.throws(() => soundStateReference(data(state, bad)), { instanceOf: ReferenceFailure });
  });
}

test("a negative density fails, zero and round-off do not", (t) => {
  t.is(soundReference(meshData(fine)).kind, "spectral");
  t.notThrows(() => soundReference(meshData(Float64Array.of(1, -1e-14, 2))));
  const failure = { instanceOf: ReferenceFailure, message: /is negative somewhere, -1.0e-6/ };
  t.throws(() => soundReference(meshData(Float64Array.of(1, -1e-6, 2))), failure);
});

test("what counts as round-off of a density is relative to its largest value", (t) => {
  t.notThrows(() => soundReference(meshData(Float64Array.of(1e6, -1e-7, 2e6))));
  const failure = { instanceOf: ReferenceFailure, message: /is negative somewhere/ };
  t.throws(() => soundReference(meshData(Float64Array.of(1e-6, -1e-13, 2e-6))), failure);
});

test("nodes may be at negative positions, but not of negative weight", (t) => {
  const layout = { kind: "nodes", dimension: 1, nodes: ["a", "b"] } as const;
  const data = (...values: readonly number[]) => {
    const state = { layout, values: Float64Array.from(values) };
    return { kind: "limit", description: "", solutions: { a: { state, companion: state } } } as const;
  };
  t.notThrows(() => soundStateReference(data(-1, -2, 0.4, 0.6)));
  const failure = { instanceOf: ReferenceFailure, message: /is negative somewhere/ };
  t.throws(() => soundStateReference(data(-1, -2, -0.1, 1.1)), failure);
});
