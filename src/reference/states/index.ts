export { prepareStateReference, sampleStateReference } from "./prepare.js";
export type {
  Geometry,
  StateLevel,
  StateReferenceData,
  StateReferenceRequest,
  StateReferenceSpec,
  StateSolution,
} from "./types.js";
