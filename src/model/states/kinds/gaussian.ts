import { z } from "zod";
import { anyMatrix, anyVector, key } from "../../schema-parts.js";
import { type MatrixSpec, positiveDefinite, type VectorSpec, vectorOf } from "../functional.js";
import { gaussianNodes } from "../nodes.js";
import { normalTex } from "../normal-tex.js";
import { gaussianState } from "../state.js";
import type { StateKind } from "./kind.js";

const schema = z.strictObject({
  kind: key(z.literal("gaussian"), "A normal distribution."),
  mean: key(anyVector.default(0), "Mean: a vector, or a number for every component. Unit: length.", [1, 0]),
  covariance: key(
    anyMatrix.default(1),
    "Covariance: a positive definite matrix, or a multiple of the identity. Unit: length².",
    [
      [1.5, 0.3],
      [0.3, 0.8],
    ],
  ),
});

export interface GaussianSpec {
  readonly kind: "gaussian";
  readonly mean: VectorSpec;
  readonly covariance: MatrixSpec;
}

export const gaussian: StateKind<GaussianSpec, typeof schema> = {
  name: "gaussian",
  schema,
  place: "space",
  create(spec, { dimension }, { nodes }) {
    const mean = vectorOf(spec.mean, dimension, "model.state.mean");
    const covariance = positiveDefinite(spec.covariance, dimension, "model.state.covariance");
    return nodes === undefined ? gaussianState(mean, covariance) : gaussianNodes(mean, covariance, nodes);
  },
  text: ({ mean, covariance }, { dimension }) => `$${normalTex(mean, covariance, dimension)}$`,
  whatMoves: (_, measure) => `${measure} is kept among the Gaussians.`,
  pointsText: ({ rule, count, seed }) =>
    rule === "random" ? `${count} at random, seed ${seed}` : `Gauss–Hermite rule, ${count} per axis`,
  parametrization: "mean and covariance",
};
