export { type PngOptions, pictureFiles, toPng } from "../drawing/png.js";
export { type Abscissa, type ComparedLine, comparisonFigure } from "./comparison-figure.js";
export { type ConvergenceOptions, convergenceFigure } from "./convergence-figure.js";
export { densityFigure } from "./density-figure.js";
export { chooseLayers } from "./density-map.js";
export { mostLayers } from "./density-map-figure.js";
export { type FlowFigure, flowFigures } from "./flow-figures.js";
export { type HeatMapOptions, heatMapFigure } from "./heat-map-figure.js";
export { energyFigure, newtonFigure } from "./trajectory-figures.js";
