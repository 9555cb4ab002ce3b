import { type Description, displayed } from "../../model/description.js";
import { costKinds, mobilityTimeKinds } from "../../model/exchange.js";
import { describeOnMesh } from "../../model/mesh-description.js";
import type { MeshModelSpec } from "../../model/mesh-schema.js";
import { differential, gradientFlow, hasExchange, temperatureTex } from "../../model/mesh-tex.js";

/**
 * @param ofStep the cost, by its transport
 * @see docs/method.md, equations (1) to (9)
 */
export function describeJko(
  { order }: { readonly order: 1 | 2 },
  model: MeshModelSpec,
  ofStep: readonly string[],
): Description {
  const step = [
    "The minimizing-movement (JKO) scheme takes steps of size $\\tau$, each the solution of",
    ...(order === 2 ? secondOrder : [displayed("f^{n+1} = \\argmin_f C_{\\tau}(f^n, f) + E(f).")]),
    ...ofStep,
  ];
  return describeOnMesh(model, { step, limit: gradientFlow(model), settings: [] });
}

/** A step of second order: two minimizations of length gamma tau, and an extrapolation between them. */
const secondOrder = [
  displayed("f^1 = \\argmin_f C_{\\gamma\\tau}(f^n, f) + E(f),"),
  displayed("f^b = 2 f^n - f^1 + \\tau G(f^1),"),
  displayed("f^{n+1} = \\argmin_f C_{\\gamma\\tau}(f^b, f) + E(f),"),
];

const cost = "C_{\\tau}(f^n, f)";

/** The squared distance of Ω × G over 2 tau, from a path of densities and fluxes. */
export const dynamicCost = [
  "The cost is the squared distance on $\\Omega \\times G$ itself: mass is transported and exchanged at once, along a path of densities with the mobility of the densities on the path:",
  displayed(
    `${cost} = \\frac{1}{\\tau} \\inf_{\\rho,\\, m,\\, H} \\int_0^1 \\sum_g \\int \\frac{|m|^2}{2 \\rho_g} + \\sum_{\\text{edges}} \\int \\frac{H^2}{2 K \\theta(\\rho)}.`,
  ),
];

/**
 * Transport in a directionally split cost has a symbol of its own; on a single axis it is the Wasserstein distance
 * itself.
 */
export function layerwiseCost(model: MeshModelSpec): readonly string[] {
  const isSplit = model.domain.length > 1;
  const layered = hasExchange(model);
  const squared = isSplit ? "W_s^2" : "W_2^2";
  const transport = `\\sum_g \\frac{${squared}(f_g^n, ${layered ? "\\tilde{f}_g" : "f_g"})}{2\\tau}`;
  const distance = isSplit ? splitDistance : "$W_2$ is the 2-Wasserstein distance between densities of equal mass.";
  if (!layered) return ["Mass is transported at the cost", displayed(`${cost} = ${transport}.`), distance];
  const kind = costKinds[model.exchange.cost];
  const { words, level } = mobilityTimeKinds[model.exchange.mobilityAt];
  const price = kind.tex(`K \\theta^{${level}}`, temperatureTex(model));
  const exchange = `\\tau \\sum_{\\text{edges}} \\int ${price}${differential(model)}`;
  return [
    `Mass is first transported inside the layers, then exchanged between them at the mobility of the ${words} densities:`,
    displayed(`${cost} = \\inf_{\\tilde{f},\\, H} \\Bigl( ${transport} + ${exchange} \\Bigr),`),
    displayed("f_g = \\tilde{f}_g + \\tau \\sum_k H(k \\to g)."),
    ...kind.notes,
    distance,
  ];
}

const splitDistance =
  "$W_s^2$ is the directionally split Wasserstein cost (`swept` transport): mass moves along grid lines, and the costs of the two directions add up. It has the metric tensor of the squared 2-Wasserstein distance $W_2^2$ and the same limit as $\\tau \\to 0$, but at fixed $\\tau$ it is not that distance.";
