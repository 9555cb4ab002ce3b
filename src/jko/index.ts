export { createJko, DIRECT_LAYERS } from "./step.js";
