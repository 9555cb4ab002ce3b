export { energiesOf } from "./energies.js";
export { energiesFigure } from "./figure.js";
