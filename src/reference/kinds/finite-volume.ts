import { z } from "zod";
import { InputError } from "../../errors.js";
import { cells } from "../../model/mesh-schema.js";
import { count, key } from "../../model/schema-parts.js";
import { productOf } from "../../numerics/vector.js";
import { judgesLimit } from "../admissibility.js";
import { solveFiniteVolume } from "../finite-volume.js";
import { solveInertialFiniteVolume } from "../inertial/finite-volume.js";
import type { PreparedReference } from "../kind.js";
import {
  cellsPerAxis,
  checkMultiple,
  checkNested,
  refinements,
  requireRefinement,
  simplified,
} from "../nested-cells.js";
import { defaultSteps, runsPerStep } from "../refine.js";
import { distinctMeshes } from "../tabulate.js";
import { solutionKey } from "../times.js";
import type { Inertia, ReferenceDemand, ReferenceSource } from "../types.js";

const schema = z.strictObject({
  kind: key(
    z.literal("finite-volume"),
    "A finite-volume solution of the limit on a mesh that is much finer than the study's.",
  ),
  cells: key(cells, "Cells per axis: a multiple of those of every level.", 1600),
  steps: key(
    count.optional(),
    "Time steps, for gradient flows only; by default refined until its own error is small beside the study's.",
    200,
  ),
});
type FiniteVolumeSpec = z.output<typeof schema>;

export interface BoundFiniteVolume {
  readonly kind: "finite-volume";
  readonly cells: number | readonly number[];
  /** Of the gradient flow only: inertial dynamics choose their steps themselves. */
  readonly steps?: number | undefined;
  readonly inertia?: Inertia | undefined;
}

/**
 * Cells that `auto` takes per cell of the finest mesh; per axis of two, where four times as many are twice as many per
 * axis.
 */
const [refinement, boxRefinement] = [4, 2];
/** Work on the mesh itself, half of it and a quarter, on one axis. */
const meshesWork = 1.75;

/** The limit, or the inertial dynamics, on a mesh much finer than those of the levels. */
export const finiteVolume = {
  name: "finite-volume",
  schema,
  rank: 5,
  way: "prepared",
  measures: { time: true, mesh: true },
  isGiven: false,
  caveat: null,
  inertial: "finite-volume",
  isTried: false,
  refinement: {
    limited:
      "the automatic finite-volume reference is limited by its mesh: its estimated error exceeds 1/30 of the finest error; give {kind: finite-volume, cells} with more cells, or same-mesh",
  },
  automatic: {
    axes: ["tau", "joint", "tensor", "parameter"],
    choose({ meshes }) {
      requireRefinement(meshes);
      const { multiple } = refinements(meshes);
      const factor = multiple.length === 1 ? refinement : boxRefinement;
      return { kind: "finite-volume", cells: simplified(multiple.map((own) => factor * own)) };
    },
  },
  estimates: [
    {
      of: "`finite-volume`",
      from: "half the cells, one order less in time",
      sees: "mesh and time",
      misses: "fluxes and exchange, the cap on stiff exchange",
    },
  ],
  judges: () => judgesLimit,
  check(spec, meshes, hasInertia) {
    if (hasInertia) refuseSteps(spec.steps);
    checkNested(spec.cells, 1, meshes);
  },
  mesh: (spec) => spec.cells,
  pace: 0.25,
  work: (spec, { cells: finest }) =>
    meshesWork * runsPerStep * (spec.steps ?? defaultSteps) * productOf(cellsPerAxis(spec.cells, finest.length)),
  warnings: () => [],
  bind: (spec, { inertia }) => ({ ...spec, inertia }),
  prepare: prepareFiniteVolume,
  keyOf: solutionKey,
} satisfies PreparedReference<FiniteVolumeSpec, BoundFiniteVolume>;

/** @throws {InputError} where `cells` is no multiple of the study's */
function prepareFiniteVolume(
  { cells: value, steps, inertia }: BoundFiniteVolume,
  source: ReferenceSource,
  demand: ReferenceDemand,
) {
  const meshes = distinctMeshes(demand);
  const own = cellsPerAxis(value, meshes[0].length);
  if (inertia !== undefined) refuseSteps(steps);
  checkMultiple(value, own, meshes);
  return inertia === undefined
    ? solveFiniteVolume(own, steps, source, demand)
    : solveInertialFiniteVolume(own, inertia, source, demand);
}

/** @throws {InputError} where a finite-volume reference is given steps: with inertia it chooses them itself */
function refuseSteps(steps: number | undefined): void {
  if (steps === undefined) return;
  throw new InputError("a finite-volume reference with inertia chooses its steps itself", {
    path: "reference.steps",
    value: steps,
    remedy: "Remove them.",
  });
}
