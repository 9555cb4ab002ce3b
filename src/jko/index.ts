export { type JkoStep, jkoStep } from "./jko-step.js";
export { createJko, DIRECT_LAYERS } from "./step.js";
