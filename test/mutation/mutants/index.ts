import { dataMutants } from "./data.js";
import { errorMutants } from "./errors.js";
import { implicitEulerMutants } from "./implicit-euler.js";
import { implicitReferenceMutants } from "./implicit-reference.js";
import { jkoMutants } from "./jko.js";
import { measureMutants } from "./measures.js";
import { modelMutants } from "./model.js";
import type { MutatedFile } from "./mutated-file.js";
import { planeMutants } from "./plane.js";
import { referenceMutants } from "./reference.js";
import { runMutants } from "./runs.js";
import { trapMutants } from "./traps.js";
import { verdictMutants } from "./verdicts.js";

/** Everything that `npm run mutants` makes wrong. */
export const mutatedFiles: readonly MutatedFile[] = [
  ...verdictMutants,
  ...runMutants,
  ...trapMutants,
  ...errorMutants,
  ...measureMutants,
  ...modelMutants,
  ...referenceMutants,
  ...implicitReferenceMutants,
  ...implicitEulerMutants,
  ...jkoMutants,
  ...planeMutants,
  ...dataMutants,
];
