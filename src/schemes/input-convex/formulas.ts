import { type Description, displayed } from "../../model/description.js";
import { numberTex } from "../../model/expression/tex.js";
import { stateKind } from "../../model/states/kinds/kinds.js";
import type { NodeSpec } from "../../model/states/nodes.js";
import { stateSettings } from "../../model/states/state-description.js";
import type { StateModelSpec } from "../../model/states/state-model.js";
import { forceTex, spaceText } from "../../model/states/state-tex.js";
import { movementParagraphs } from "../movement.js";

interface InputConvexChoice {
  readonly width: number;
  readonly nodes: NodeSpec;
  readonly penalty: number;
  readonly seed: number;
}

export function describeInputConvex(scheme: InputConvexChoice, model: StateModelSpec): Description {
  const { width, penalty, seed, nodes } = scheme;
  const added = penalty === 0 ? "" : ` $${numberTex(penalty)} \\sum_j |w_j|^2$ is added to what is minimized.`;
  const paragraphs = movementParagraphs(model, {
    moves: `A probability measure $\\rho$ on ${spaceText(model)} is given by weighted points, which maps move and which carry the density along.`,
    name: "The minimizing movement along gradients of convex functions",
    step,
    definition: networkFormula(width),
    meaning: `a network that is convex in $x$.${added}`,
    limit: [displayed(`\\partial_t \\rho = \\operatorname{div}\\bigl(\\rho\\,(${forceTex(model)})\\bigr).`)],
  });
  const points = stateKind(model.state).pointsText?.(nodes);
  return {
    paragraphs,
    settings: stateSettings(model, [
      ["Parametrization", `input-convex network of width ${width}, seed ${seed}`],
      ...(points === undefined ? [] : [["Points", points] as const]),
      ["Penalty", `$${numberTex(penalty)}$`],
    ]),
  };
}

/** The convex function with the least sum of movement and functional, and where it moves the state. */
const step = [
  displayed(
    "u^{n+1} = \\argmin_u \\frac{1}{2\\tau} \\int |\\nabla u(x) - x|^2\\,d\\rho^n + F\\bigl((\\nabla u)_{\\#} \\rho^n\\bigr),",
  ),
  displayed("\\rho^{n+1} = (\\nabla u^{n+1})_{\\#} \\rho^n,"),
];

/** The input-convex network: a quadratic form, and softplus of affine functions. */
function networkFormula(width: number): string {
  const soft = ` + \\sum_{j=1}^{${width}} e^{a_j} \\log\\bigl(1 + e^{w_j \\cdot x + b_j}\\bigr)`;
  return displayed(`u(x) = \\frac{1}{2} x^T L L^T x + \\beta \\cdot x${width === 0 ? "" : soft},`);
}
