import { z } from "zod";
import { cells } from "../../model/mesh-schema.js";
import { restrictAverages } from "../../model/restrict.js";
import { key } from "../../model/schema-parts.js";
import { productOf } from "../../numerics/vector.js";
import { judgesMesh } from "../admissibility.js";
import type { RunReference } from "../kind.js";
import { cellsPerAxis, checkNested, evenMultiples, requireRefinement, scaledCells } from "../nested-cells.js";

const schema = z.strictObject({
  kind: key(
    z.literal("same-step"),
    "The scheme itself with the level's number of steps on a finer mesh: the error on the mesh alone.",
  ),
  cells: key(cells, "Cells per axis: an even multiple of those of every level.", 1600),
});

/** Finest cells times this make the mesh that `auto` takes: its half still shows order 1 as unlimited. */
const refinement = 8;
/** The same per axis on two axes: an upper bound of the error at order 1, a small part of it at order 2. */
const boxRefinement = 4;
/** Work on the mesh itself and on half of it, on one axis. */
const meshesWork = 1.5;

/** The scheme itself at the same tau on a much finer mesh, and on half of it for an estimate of the error left. */
export const sameStep = {
  name: "same-step",
  schema,
  rank: 7,
  way: "runs",
  measures: { time: false, mesh: true },
  isGiven: false,
  caveat:
    "same-step compares the scheme with itself on a finer mesh: it shows the order in h, not that the limit is the right one",
  inertial: "same-step",
  isTried: false,
  refinement: null,
  automatic: {
    axes: ["h"],
    choose({ meshes }) {
      requireRefinement(meshes);
      const factor = meshes[0].length === 1 ? refinement : boxRefinement;
      return { kind: "same-step", cells: evenMultiples(meshes, factor) };
    },
  },
  estimates: [
    {
      of: "`same-step`",
      from: "half the cells",
      sees: "mesh",
      misses: "the time error, and whatever the scheme does wrong",
    },
  ],
  judges: () => judgesMesh,
  check: (spec, meshes) => checkNested(spec.cells, 2, meshes),
  mesh: (spec) => spec.cells,
  pace: null,
  work: (spec, { cells: finest, steps }) => meshesWork * steps * productOf(cellsPerAxis(spec.cells, finest.length)),
  warnings: () => [],
  meshes(spec, axes) {
    const own = cellsPerAxis(spec.cells, axes);
    return [own, scaledCells(own, 1 / 2)];
  },
  describe: ([fine, half], scheme, steps) =>
    `the ${scheme} scheme itself with ${steps} steps on ${fine.join("x")} cells, a self-reference; its error estimated on ${half.join("x")} cells`,
  sample([fine, half], [cellsFine, cellsHalf], target, layers) {
    return {
      density: restrictAverages(fine, cellsFine, target, layers),
      companion: restrictAverages(half, cellsHalf, target, layers),
      // The difference to half the cells bounds the error of the finer one for every order of at least 1.
      companionFactor: 1,
    };
  },
} satisfies RunReference<z.output<typeof schema>>;
