export { type DynamicDistance, dynamicDistance } from "./distance.js";
export { createDynamicJko, type DynamicJkoOptions } from "./dynamic-jko.js";
