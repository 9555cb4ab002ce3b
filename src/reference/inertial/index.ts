export { automaticInertialReference } from "./automatic.js";
export { type InertialSpec, isInertial, prepareInertialReference, refuseSteps } from "./prepare.js";
