export { createDynamicJko, type DynamicDistance, dynamicDistance } from "./dynamic/index.js";
export { createExchangeCost, type ExchangeCost } from "./exchange/cost.js";
export { type JkoStep, jkoStep } from "./jko-step.js";
export { createStage, type Stage } from "./stage.js";
export { createJko, type JkoOptions, stageTolerances } from "./step.js";
