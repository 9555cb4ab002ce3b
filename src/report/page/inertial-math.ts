import { display, inline } from "./formula.js";

/** Formulas of second-order dynamics, docs/method.md, equations (10) to (13). */

/** The system that the step tends to. */
export function inertialLimit(layered: boolean, mobility: string): string {
  const constant = mobility === "unit";
  const exchange = layered
    ? ` + \\sum_k K(g, k)\\, ${constant ? "" : "\\theta(f_g, f_k)\\,"}(\\varphi_g - \\varphi_k)`
    : "";
  const turning =
    layered && !constant
      ? " - \\frac{1}{2} \\sum_k K(g, k)\\, \\partial_1 \\theta(f_g, f_k)\\,(\\varphi_g - \\varphi_k)^2"
      : "";
  return [
    display(`\\partial_t f_g = -\\operatorname{div}(f_g \\nabla \\varphi_g)${exchange},`),
    display(`\\partial_t \\varphi_g = -\\frac{1}{2} |\\nabla \\varphi_g|^2${turning} - \\gamma \\varphi_g - \\mu_g.`),
  ].join("\n");
}

/** The edges' part, free flight, a minimizing movement from where it ends, and the new potential. */
export function inertialStep(layered: boolean, mobility: string): string {
  // Without layers, or where theta does not depend on the densities, nothing happens along the edges.
  const turns = layered && mobility !== "unit";
  const flying = turns ? "\\varphi^*" : "\\varphi^n";
  const short = "\\quad \\tau_1 = \\frac{\\tau}{1 + \\gamma\\tau},";
  const turned =
    "\\varphi_g^* = \\varphi_g^n - \\frac{\\tau_1}{2} \\sum_k K(g, k)\\, \\partial_1 \\theta(f_g^n, f_k^n)\\,(\\varphi_g^n - \\varphi_k^n)^2,";
  const driven = layered ? " - \\frac{1}{\\tau} \\sum_g \\int \\hat{\\varphi}_g (f_g - \\tilde{f}_g)" : "";
  return [
    ...(turns ? [display(`${turned}${short}`)] : []),
    display(`\\hat{f} = (\\mathrm{id} + \\tau_1 \\nabla ${flying})_{\\#} f^n,${turns ? "" : short}`),
    display(
      `\\hat{\\varphi}(x + \\tau_1 \\nabla ${flying}(x)) = ${flying}(x) + \\frac{\\tau_1}{2} |\\nabla ${flying}(x)|^2,`,
    ),
    display(`f^{n+1} = \\argmin_f C_{\\tau\\tau_1}(\\hat{f}, f) + E(f)${driven},`),
    display("\\varphi^{n+1} = \\frac{\\hat{\\varphi} - \\tau \\mu^{n+1}}{1 + \\gamma\\tau}."),
  ].join("\n");
}

/** What the lines of the step say. */
export function inertialText(layered: boolean, mobility: string): string {
  const edges =
    layered && mobility !== "unit"
      ? `First the potential goes along the edges for the time ${inline("\\tau_1")}, by the Hamilton–Jacobi equation, to ${inline("\\varphi^*")}. `
      : "";
  const exchange = layered
    ? `, whose exchange goes on with ${inline("\\hat{\\varphi}")} (${inline("\\tilde{f}")} is the density between its transport and its exchange)`
    : "";
  return `${edges}Particles fly freely for that time with the velocity ${inline("\\nabla\\varphi")}, and ${inline("\\hat{\\varphi}")} is the potential where they arrive. One minimizing movement of size ${inline("\\tau\\tau_1")} follows${exchange}; the chemical potential ${inline("\\mu^{n+1}")} of its minimizer pulls at the potential.`;
}
