import { z } from "zod";
import { key } from "../../model/schema-parts.js";
import { judgesLimit } from "../admissibility.js";
import { expansionCells } from "../cosine-modes.js";
import { oscillatingModes } from "../inertial/spectral.js";
import type { PreparedReference } from "../kind.js";
import { scaledCells } from "../nested-cells.js";
import { relaxingModes, spectralObstacle } from "../spectral.js";
import { tabulateMeshes } from "../tabulate.js";
import { solutionKey } from "../times.js";
import type { Inertia, ReferenceDemand, ReferenceSource } from "../types.js";
import { meshless } from "./meshless.js";

const schema = z.strictObject({
  kind: key(
    z.literal("spectral"),
    "Cosine modes in space times eigenvectors of the graph: exact for linear exchange and constant potentials; with inertia, linearized at equilibrium.",
  ),
});

export interface BoundSpectral {
  readonly kind: "spectral";
  readonly inertia?: Inertia | undefined;
}

/** Cosines times eigenvectors of the graph Laplacian; with inertia, of the equations linearized at equilibrium. */
export const spectral = {
  ...meshless,
  name: "spectral",
  schema,
  rank: 2,
  measures: { time: true, mesh: true },
  inertial: "spectral (linearized)",
  isTried: true,
  automatic: {
    axes: ["tau", "joint", "tensor", "parameter"],
    // What is linearized is never taken without being asked for.
    choose: ({ problem, inertia }) =>
      inertia === undefined && spectralObstacle(problem()) === null ? { kind: "spectral" } : null,
  },
  estimates: [
    {
      of: "`spectral`",
      from: "half the modes of half the mesh; the exponential of the graph by squaring instead of eigenpairs",
      sees: "truncation, the graph",
      misses: "that data beyond its modes are not smooth",
    },
    {
      of: "`spectral`, inertial",
      from: "the same with eigenpairs of the assembled matrix, plus what nonlinear solutions add",
      sees: "truncation, the graph, the linearization",
      misses: "the mesh error of those solutions",
    },
  ],
  judges: () => judgesLimit,
  bind: (spec, { inertia }) => ({ ...spec, inertia }),
  prepare: prepareSpectral,
  keyOf: solutionKey,
} satisfies PreparedReference<z.output<typeof schema>, BoundSpectral>;

function prepareSpectral({ inertia }: BoundSpectral, source: ReferenceSource, demand: ReferenceDemand) {
  const cells = expansionCells(demand.levels[0].cells.length);
  const [fine, coarse] = [source.discretize(cells), source.discretize(scaledCells(cells, 1 / 2))];
  const { description, onMesh } =
    inertia === undefined ? relaxingModes(fine, coarse) : oscillatingModes(fine, coarse, inertia, source);
  const solutions = tabulateMeshes(demand, (mesh, times) => onMesh(source.discretize(mesh), times));
  return { description, companionFactor: 1, solutions };
}
