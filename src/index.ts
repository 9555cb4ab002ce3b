/**
 * The library: read, run and judge studies, make single steps, take orders.
 *
 * Everything the command line does goes through these functions; they print nothing.
 */
export { type WriteResultOptions, writeResult } from "./cli/write-result.js";
export { type ErrorValues, observedOrders, type VerdictInput } from "./convergence/index.js";
export { distanceStudy } from "./distance/index.js";
export { type ExitCode, InputError } from "./errors.js";
export {
  createDynamicJko,
  createJko,
  type DynamicDistance,
  dynamicDistance,
  type JkoOptions,
  type JkoStep,
  jkoStep,
} from "./jko/index.js";
export type { StateProblem, StateStepper, Stepper, StepperOptions, StepReport } from "./model/evolution.js";
export { createModel, discretize, type Model, type ModelSpec } from "./model/model.js";
export type { Problem } from "./model/problem.js";
export { createNodeDynamics, type NodeDynamics } from "./model/states/node-dynamics.js";
export { gaussianState, nodeState, particleState, type State } from "./model/states/state.js";
export { createStateModel, initialState, type StateModel } from "./model/states/state-model.js";
export { comparisonFigure, convergenceFigure, flowFigures, heatMapFigure, toPng } from "./report/figure/index.js";
export { type Records, toCsv, toJson, toLatex, toMarkdown, toTable } from "./report/table/levels.js";
export { createGromov } from "./schemes/gromov/gromov.js";
export { createImplicitEuler } from "./schemes/implicit-euler/implicit-euler.js";
export { createInertial } from "./schemes/inertial/inertial.js";
export { createInputConvex } from "./schemes/input-convex/input-convex.js";
export { createSearch } from "./schemes/search/search.js";
export { createSliced } from "./schemes/sliced/sliced.js";
export type {
  Expectation,
  MeshModelSpec,
  MeshSchemeSpec,
  MeshStudy,
  StateModelSpec,
  StateSchemeSpec,
  StateStudy,
} from "./study/file/schema.js";
export {
  type DistanceOptions,
  type DistanceResult,
  type FlowOptions,
  type FlowResult,
  flowStudy,
  InterruptedError,
  listStudies,
  loadStudy,
  parseStudy,
  planStudy,
  type RunOptions,
  runStudy,
  type Study,
  type StudyEvent,
  type StudyInput,
  type StudyListener,
  type StudyPlan,
  type StudyRecord,
  studyHash,
} from "./study/index.js";
