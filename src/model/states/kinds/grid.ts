import { z } from "zod";
import { InputError } from "../../../errors.js";
import { fileName, namesFile } from "../../files/file-spec.js";
import { spatialVariables } from "../../formulas.js";
import { layerAverages } from "../../layer-averages.js";
import { sourceFunction } from "../../layer-sources.js";
import { createMesh } from "../../mesh.js";
import { key } from "../../schema-parts.js";
import type { StateKind } from "./kind.js";

const schema = z.strictObject({
  kind: key(z.literal("grid"), "A density on the cells of model.domain, given by model.initial."),
});

/** A density on the cells of a domain. */
export const grid: StateKind<z.output<typeof schema>, typeof schema> = {
  name: "grid",
  schema,
  place: "cells",
  create(_, { domain, initial }, { cells = [] }) {
    if (domain === undefined || initial === undefined) {
      const path = domain === undefined ? "model.domain" : "model.initial";
      throw new InputError("required for a grid, but missing", { path });
    }
    const mesh = createMesh(domain, cells);
    const context = { variables: spatialVariables(domain, []), domain, path: "model.initial", isDensity: true };
    const density = layerAverages(mesh, sourceFunction(initial, context), 0);
    const mass = density.reduce((sum, value) => sum + value, 0) * mesh.cellVolume;
    if (!density.every((value) => value >= 0) || !(mass > 0 && mass < Number.POSITIVE_INFINITY)) {
      const remedy = "Densities must be finite and at least 0, with a positive mass.";
      throw new InputError("the initial density is no density", { path: "model.initial", value: initial, remedy });
    }
    return {
      layout: { kind: "grid", dimension: domain.length, mesh },
      values: density.map((value) => value / mass),
    };
  },
  text: (_, { initial }) => [
    "$\\rho(x, 0)$ = ",
    namesFile(initial) ? { code: fileName(initial) } : { formula: initial },
    ", up to a factor",
  ],
  whatMoves: () => "A probability density $\\rho$ on a domain $\\Omega$ is given by its cell averages.",
  pointsText: undefined,
  parametrization: "cell averages",
};
