import { type Description, displayed, formulaLines } from "../../model/description.js";
import { mobilityKind } from "../../model/exchange.js";
import { numberTex } from "../../model/expression/tex.js";
import type { LayerSpec } from "../../model/formulas.js";
import { describeOnMesh } from "../../model/mesh-description.js";
import type { MeshModelSpec } from "../../model/mesh-schema.js";
import { hasExchange } from "../../model/mesh-tex.js";

interface InertialMotion {
  readonly damping: number;
  readonly initialPotential: LayerSpec;
}

/** Second-order dynamics, docs/method.md, equations (10) to (13). */
export function describeInertial({ damping, initialPotential }: InertialMotion, model: MeshModelSpec): Description {
  const layered = hasExchange(model);
  // Without layers, or where theta does not depend on the densities, nothing happens along the edges.
  const turns = layered && mobilityKind(model.exchange.mobility).takes !== "nothing";
  const step = [
    "The inertial scheme for the second-order dynamics takes steps of size $\\tau$,",
    ...stepFormulas(layered, turns),
    stepText(layered, turns),
  ];
  const variables = model.domain.length === 1 ? "(x, 0)" : "(x, y, 0)";
  return describeOnMesh(model, {
    step,
    limit: limitFormulas(layered, turns),
    settings: [
      ["Damping", `$\\gamma = ${numberTex(damping)}$`],
      ["Initial velocity, the gradient of", formulaLines("\\varphi", variables, initialPotential)],
    ],
  });
}

/** The system that the step tends to. */
function limitFormulas(layered: boolean, turns: boolean): readonly string[] {
  const exchange = layered
    ? ` + \\sum_k K(g, k)\\, ${turns ? "\\theta(f_g, f_k)\\," : ""}(\\varphi_g - \\varphi_k)`
    : "";
  const turning = turns
    ? " - \\frac{1}{2} \\sum_k K(g, k)\\, \\partial_1 \\theta(f_g, f_k)\\,(\\varphi_g - \\varphi_k)^2"
    : "";
  return [
    displayed(`\\partial_t f_g = -\\operatorname{div}(f_g \\nabla \\varphi_g)${exchange},`),
    displayed(`\\partial_t \\varphi_g = -\\frac{1}{2} |\\nabla \\varphi_g|^2${turning} - \\gamma \\varphi_g - \\mu_g.`),
  ];
}

/** The edges' part, free flight, a minimizing movement from where it ends, and the new potential. */
function stepFormulas(layered: boolean, turns: boolean): readonly string[] {
  const flying = turns ? "\\varphi^*" : "\\varphi^n";
  const short = "\\quad \\tau_1 = \\frac{\\tau}{1 + \\gamma\\tau},";
  const turned =
    "\\varphi_g^* = \\varphi_g^n - \\frac{\\tau_1}{2} \\sum_k K(g, k)\\, \\partial_1 \\theta(f_g^n, f_k^n)\\,(\\varphi_g^n - \\varphi_k^n)^2,";
  const driven = layered ? " - \\frac{1}{\\tau} \\sum_g \\int \\hat{\\varphi}_g (f_g - \\tilde{f}_g)" : "";
  return [
    ...(turns ? [displayed(`${turned}${short}`)] : []),
    displayed(`\\hat{f} = (\\mathrm{id} + \\tau_1 \\nabla ${flying})_{\\#} f^n,${turns ? "" : short}`),
    displayed(
      `\\hat{\\varphi}(x + \\tau_1 \\nabla ${flying}(x)) = ${flying}(x) + \\frac{\\tau_1}{2} |\\nabla ${flying}(x)|^2,`,
    ),
    displayed(`f^{n+1} = \\argmin_f C_{\\tau\\tau_1}(\\hat{f}, f) + E(f)${driven},`),
    displayed("\\varphi^{n+1} = \\frac{\\hat{\\varphi} - \\tau \\mu^{n+1}}{1 + \\gamma\\tau}."),
  ];
}

/** What the lines of the step say. */
function stepText(layered: boolean, turns: boolean): string {
  const edges = turns
    ? "First the potential goes along the edges for the time $\\tau_1$, by the Hamilton–Jacobi equation, to $\\varphi^*$. "
    : "";
  const exchange = layered
    ? ", whose exchange goes on with $\\hat{\\varphi}$ ($\\tilde{f}$ is the density between its transport and its exchange)"
    : "";
  return `${edges}Particles fly freely for that time with the velocity $\\nabla\\varphi$, and $\\hat{\\varphi}$ is the potential where they arrive. One minimizing movement of size $\\tau\\tau_1$ follows${exchange}; the chemical potential $\\mu^{n+1}$ of its minimizer pulls at the potential.`;
}
