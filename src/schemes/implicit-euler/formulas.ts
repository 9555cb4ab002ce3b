import { type Description, displayed } from "../../model/description.js";
import { describeOnMesh } from "../../model/mesh-description.js";
import type { MeshModelSpec } from "../../model/mesh-schema.js";
import { gradientFlow, gradientFlowTex } from "../../model/mesh-tex.js";

export function describeImplicitEuler({ flux }: { readonly flux: string }, model: MeshModelSpec): Description {
  const step = [
    "Backward Euler for the limit system takes steps of size $\\tau$,",
    displayed(`\\frac{f_g^{n+1} - f_g^n}{\\tau} = ${gradientFlowTex(model, "n+1")}.`),
    `on cells, with ${flux} fluxes between them.`,
  ];
  return describeOnMesh(model, { step, limit: gradientFlow(model), settings: [] });
}
