import { numberTex } from "../../expression/tex.js";
import { fileName, namesFile } from "../../files/file-spec.js";
import { normalTex } from "../normal-tex.js";
import { type ParticleSpec, particleSchema, samplePositions } from "../sample.js";
import { particleState } from "../state.js";
import type { StateKind } from "./kind.js";

export const particles: StateKind<ParticleSpec, typeof particleSchema> = {
  name: "particles",
  schema: particleSchema,
  place: "space",
  create: (spec, { dimension }) => particleState(samplePositions(spec, dimension), dimension),
  text({ sample, count, points, mean = 0, covariance = 1, seed = 1, scale = 1, standardized }, { dimension }) {
    const drawn = `${count ?? numberOf(points) ?? 0} particles`;
    switch (sample) {
      case "points":
        if (namesFile(points)) return ["particles at the points in ", { code: fileName(points) }];
        return `${drawn} at given points`;
      case "ring":
        return `${drawn}, evenly spaced on a circle of radius $${numberTex(scale)}$`;
      case "hermite":
        return `${drawn} at the zeros of a Hermite polynomial over the root of their number, times $${numberTex(scale)}$`;
      case "normal": {
        const moments = standardized === true ? ", moved and stretched to have these moments" : "";
        return `${drawn} drawn from $${normalTex(mean, covariance, dimension)}$ with seed ${seed}${moments}`;
      }
    }
  },
  whatMoves({ points, count }, measure) {
    const number = numberOf(points) ?? count;
    return `${measure} consists of ${number === undefined ? "" : `${number} `}particles of equal weight.`;
  },
  pointsText: undefined,
  parametrization: "positions of the particles",
};

/** Of points that the study itself lists. */
function numberOf(points: ParticleSpec["points"]): number | undefined {
  return Array.isArray(points) ? points.length : undefined;
}
