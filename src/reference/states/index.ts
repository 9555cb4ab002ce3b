export {
  inOrder,
  limitIn,
  type StateReferenceChoice,
  type StateReferenceSpec,
  stateReferenceKind,
  stateReferenceKinds,
  stateReferenceSchema,
} from "./kinds.js";
export { prepareStateReference, sampleStateReference } from "./prepare.js";
export type { Geometry, StateLevel, StateReferenceData, StateReferenceRequest, StateSolution } from "./types.js";
