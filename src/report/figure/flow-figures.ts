import type { FlowResult } from "../../study/run/options.js";
import { covarianceFigure } from "./covariance-figure.js";
import { densityFigure } from "./density-figure.js";
import { chooseLayers } from "./density-map.js";
import { mostLayers } from "./density-map-figure.js";
import { gaussianFigure } from "./gaussian-figure.js";
import { nodeWeightsFigure } from "./node-figure.js";
import { particlePathsFigure } from "./particle-figure.js";
import { particleSnapshotsFigure } from "./particle-snapshots.js";
import {
  type GaussianFlow,
  isGaussianFlow,
  isNodeFlow,
  isParticleFlow,
  type NodeFlow,
  nodesAsParticles,
  type ParticleFlow,
} from "./state-points.js";
import { energyFigure, newtonFigure } from "./trajectory-figures.js";

/** A picture of a trajectory. */
export interface FlowFigure {
  /** Letters, digits and hyphens: the name of a file. */
  readonly name: string;
  readonly svg: string;
  readonly caption: string;
}

/** Pictures of a trajectory, whatever its states are; the first is the one that papers want. */
export function flowFigures(flow: FlowResult): FlowFigure[] {
  const energy = { name: "energy", svg: energyFigure(flow), caption: energyCaption(flow) };
  if (isParticleFlow(flow)) return [...particleFigures(flow), energy, iterationsOf(flow)];
  if (isGaussianFlow(flow)) return [...gaussianFigures(flow), energy, iterationsOf(flow)];
  if (isNodeFlow(flow)) return [...nodeFigures(flow), energy, iterationsOf(flow)];
  return [{ name: "density", svg: densityFigure(flow), caption: densityCaption(flow) }, energy, iterationsOf(flow)];
}

function energyCaption({ rows }: FlowResult): string {
  const moves = rows.some(({ kinetic }) => kinetic !== undefined);
  return `Energy${moves ? ", broken up together with the kinetic energy," : ","} and dissipation, against time.`;
}

function iterationsOf(flow: FlowResult): FlowFigure {
  const [name, what] = flow.layout === undefined ? ["newton", "Newton iterations"] : ["iterations", "Iterations"];
  return { name, svg: newtonFigure(flow), caption: `${what} of every step.` };
}

function particleFigures(flow: ParticleFlow): FlowFigure[] {
  const beside = besideText(flow);
  const svg = particlePathsFigure(flow);
  if (flow.layout.dimension === 1) {
    return [{ name: "particles", svg, caption: `Positions of the particles against time${beside}.` }];
  }
  const coordinates = flow.layout.dimension === 2 ? "" : " in the first two coordinates";
  return [
    { name: "particles", svg, caption: `Paths of the particles${coordinates}${beside}.` },
    {
      name: "snapshots",
      svg: particleSnapshotsFigure(flow),
      caption: `The particles${coordinates} at some times${beside}.`,
    },
  ];
}

function nodeFigures(flow: NodeFlow): FlowFigure[] {
  const weights = { name: "weights", svg: nodeWeightsFigure(flow), caption: "Weights of the nodes against time." };
  const svg = particlePathsFigure(nodesAsParticles(flow));
  const inTime = flow.layout.dimension === 1;
  const coordinates = flow.layout.dimension > 2 ? " in the first two coordinates" : "";
  const caption = inTime ? "Positions of the nodes against time." : `Paths of the nodes${coordinates}.`;
  return [weights, { name: "positions", svg, caption }];
}

function gaussianFigures(flow: GaussianFlow): FlowFigure[] {
  const beside = besideText(flow);
  const svg = gaussianFigure(flow);
  if (flow.layout.dimension === 1) {
    return [{ name: "gaussian", svg, caption: `Mean and standard deviation against time${beside}.` }];
  }
  const coordinates = flow.layout.dimension === 2 ? "" : " in the first two coordinates";
  return [
    { name: "gaussian", svg, caption: `One standard deviation around the mean${coordinates} at some times${beside}.` },
    {
      name: "covariance",
      svg: covarianceFigure(flow),
      caption: `Eigenvalues of the covariance against time${beside}.`,
    },
  ];
}

function besideText({ companion }: FlowResult): string {
  return companion === undefined ? "" : `, with ${companion.name} beside it`;
}

function densityCaption({ cells, layers }: FlowResult): string {
  if (cells.length === 1) return "Densities of every layer at some times.";
  const shown = chooseLayers(layers, mostLayers).length;
  const which = shown < layers.length ? `${shown} of ${layers.length} layers` : "every layer";
  return `Densities of ${which} at some times, in colours common to all maps.`;
}
