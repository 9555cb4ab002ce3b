import { numberTex } from "../expression/tex.js";
import { matrixTex } from "../tex.js";
import type { MatrixSpec, VectorSpec } from "./functional.js";

export function normalTex(mean: VectorSpec, covariance: MatrixSpec, dimension: number): string {
  return `N\\left(${vectorTex(mean)}, ${spread(covariance, dimension)}\\right)`;
}

function spread(covariance: MatrixSpec, dimension: number): string {
  if (typeof covariance !== "number") return matrixTex(covariance);
  if (dimension === 1) return numberTex(covariance);
  return `${covariance === 1 ? "" : numberTex(covariance)} I`;
}

/** A column; a number stands for every component. */
export function vectorTex(value: VectorSpec): string {
  return typeof value === "number" ? numberTex(value) : matrixTex(value.map((component) => [component]));
}
