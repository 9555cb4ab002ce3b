export { automaticInertialReference } from "./automatic.js";
export { type InertialSpec, isInertial, prepareInertialReference } from "./prepare.js";
