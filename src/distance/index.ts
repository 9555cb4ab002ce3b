export { distanceStudy } from "./distance.js";
