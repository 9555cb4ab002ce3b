import test from "ava";
import { type ErrorName, errorMeasures } from "../../../../src/convergence/index.js";
import { createMesh } from "../../../../src/model/mesh.js";
import { standardNormal } from "../../../../src/model/states/sample.js";
import { gaussianState, nodeState, particleState, type State } from "../../../../src/model/states/state.js";
import { stateDistance, stateObstacle } from "./distances.js";

function uniform(dimension: number, cells: number): State {
  const mesh = createMesh(Array(dimension).fill([0, 1]), Array(dimension).fill(cells));
  return { layout: { kind: "grid", dimension, mesh }, values: new Float64Array(mesh.size).fill(1) };
}

const weighted = Float64Array.of(0.5, 0.25, 0.25);
const states: Record<string, State> = {
  gaussian: gaussianState([0, 0], [1, 0, 0, 1]),
  line: gaussianState([0], [1]),
  particles: particleState(standardNormal(6, 1), 2),
  more: particleState(standardNormal(8, 1), 2),
  weighted: particleState(standardNormal(6, 2), 2, weighted),
  onLine: particleState(standardNormal(3, 1), 1),
  moreOnLine: particleState(standardNormal(4, 1), 1),
  grid: uniform(2, 3),
  cells: uniform(1, 3),
  moreCells: uniform(1, 4),
  nodes: nodeState(["a", "b"], standardNormal(4, 1), Float64Array.of(0.5, 0.5)),
  otherNodes: nodeState(["a", "c"], standardNormal(4, 1), Float64Array.of(0.5, 0.5)),
};

test("a distance is a number exactly where there is no obstacle", (t) => {
  for (const { name } of errorMeasures) {
    for (const [first, a] of Object.entries(states)) {
      for (const [second, b] of Object.entries(states)) {
        const obstacle = stateObstacle(name, a.layout, b.layout);
        const value = stateDistance(name, a, b);
        t.is(
          obstacle === undefined,
          Number.isFinite(value),
          `${name} of ${first} and ${second}: ${obstacle}, ${value}`,
        );
        t.is(obstacle, stateObstacle(name, b.layout, a.layout)?.replace("4 and 3", "3 and 4") && obstacle);
      }
    }
  }
});

test("obstacles say what is missing", (t) => {
  const obstacle = (name: ErrorName, a: string, b: string) => stateObstacle(name, states[a].layout, states[b].layout);
  t.is(obstacle("W2", "gaussian", "line"), "the states have dimensions 2 and 1");
  t.is(obstacle("W2", "particles", "more"), "3 and 4 particles cannot be paired by their labels");
  t.is(obstacle("W2", "particles", "weighted"), "the particles of both states have different weights");
  t.is(obstacle("W2", "cells", "moreCells"), "the densities are on different meshes");
  t.is(obstacle("W2", "grid", "grid"), "it is computed on meshes of one axis only");
  t.is(obstacle("W2", "onLine", "moreOnLine"), undefined);
  t.is(obstacle("aligned", "particles", "gaussian"), "it pairs particles, and not particles and a Gaussian");
  t.is(obstacle("L1", "particles", "gaussian"), "particles have no density on a mesh");
  t.is(obstacle("L1", "gaussian", "gaussian"), "neither state is a density on a mesh");
});
