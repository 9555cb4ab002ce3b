import { numberTex } from "../../model/expression/tex.js";
import type { DescribedMatrix, DescribedStateStudy, DescribedVector } from "./described.js";
import { expressionMath } from "./expression-math.js";
import { boxTex, inline, matrixTex } from "./formula.js";
import { code, definitions, escapeHtml, section } from "./markup.js";
import { nodeModelSection } from "./node-model-section.js";
import { stateFormulas } from "./state-model-math.js";

type Setting = readonly [name: string, value: string];

const stepTexts: Readonly<Record<string, string>> = {
  sliced: "The sliced minimizing movement takes steps of size",
  "input-convex": "The minimizing movement along gradients of convex functions takes steps of size",
  gromov: "The minimizing movement in the inner-product Gromov–Wasserstein distance takes steps of size",
};

/** What is computed: functional, step and limit in formulas, then what the study puts into them. */
export function stateModelSection(study: DescribedStateStudy): string {
  if (study.scheme.name === "search") return nodeModelSection(study);
  const { functional, step, definition, limit } = stateFormulas(study);
  const { name } = study.scheme;
  const intro = stepTexts[name] ?? `The scheme ${code(name)} takes steps of size`;
  return section(
    "model",
    "Model",
    [
      `<p>${whatMoves(study)} Its functional is</p>`,
      functional,
      `<p>${intro} ${inline("\\tau")}, each the solution of</p>`,
      step,
      "<p>where</p>",
      definition,
      `<p>${definitionText(study)}</p>`,
      `<p>As ${inline("\\tau \\to 0")} it tends to</p>`,
      limit,
      limitText(study),
      definitions(settings(study)),
    ]
      .filter((part) => part !== "")
      .join("\n"),
  );
}

/** What a state is. */
function whatMoves({ model, scheme }: DescribedStateStudy): string {
  const rho = inline("\\rho");
  const space = inline(`\\mathbb{R}^{${model.dimension ?? model.domain?.length ?? 1}}`);
  if (scheme.name === "input-convex") {
    return `A probability measure ${rho} on ${space} is given by weighted points, which maps move and which carry the density along.`;
  }
  const { kind, count } = model.state;
  if (kind === "gaussian") return `A probability measure ${rho} on ${space} is kept among the Gaussians.`;
  if (kind === "grid")
    return `A probability density ${rho} on a domain ${inline("\\Omega")} is given by its cell averages.`;
  const points = model.state.points?.length ?? count;
  return `A probability measure ${rho} on ${space} consists of ${points === undefined ? "" : `${points} `}particles of equal weight.`;
}

function definitionText({ scheme }: DescribedStateStudy): string {
  if (scheme.name === "gromov") {
    const turned = "which no rotation changes: after every step the state is turned to fit the one before it.";
    const least =
      scheme.onNonInvariant === "minimum"
        ? ` ${inline("F")} may change under rotations; its minimum over all of them takes its place.`
        : "";
    return `the least over all couplings ${inline("\\pi")}, ${turned}${least}`;
  }
  if (scheme.name === "input-convex") {
    const penalty = scheme.penalty ?? 0;
    const added =
      penalty === 0 ? "" : ` ${inline(`${numberTex(penalty)} \\sum_j |w_j|^2`)} is added to what is minimized.`;
    return `a network that is convex in ${inline("x")}.${added}`;
  }
  const how = scheme.rule === "random" ? `drawn at random with seed ${scheme.seed ?? 1}` : "evenly spaced";
  return `the mean over ${scheme.directions ?? ""} directions ${inline("\\theta")}, ${how}, of the squared Wasserstein distances of the projections onto them.`;
}

function limitText({ scheme, model }: DescribedStateStudy): string {
  if (scheme.name !== "sliced") return "";
  if (model.state.kind === "particles") {
    return "<p>where the directions are spread evenly and the particles finitely many, so that every projection tells them apart; a density tends to another limit.</p>";
  }
  return `<p>the mean over all directions ${inline("\\theta")}, and ${inline("E")} the expectation under ${inline("\\rho")}.</p>`;
}

function settings(study: DescribedStateStudy): Setting[] {
  const { model } = study;
  return [
    ...(model.domain === undefined ? [] : [["Domain", inline(`\\Omega = ${boxTex(model.domain)}`)] as const]),
    ["Initial state", initialText(study)],
    ...functionalSettings(study),
    ...schemeSettings(study),
    ["Time", inline(`0 \\le t \\le ${numberTex(model.finalTime)}`)],
  ];
}

function initialText({ model: { state, initial, dimension = 1 } }: DescribedStateStudy): string {
  const { kind, mean = 0, covariance = 1, scale = 1, centre = 0 } = state;
  if (kind === "gaussian") return inline(normal(mean, covariance, dimension));
  if (kind === "grid") {
    return `${inline("\\rho(x, 0)")} = ${expressionMath(initial ?? 0)}, up to a factor`;
  }
  if (kind === "barenblatt") {
    return `Barenblatt profile of mass 1 and support radius ${inline(numberTex(scale))} around ${inline(numberTex(centre))}`;
  }
  return sampleText(state, dimension);
}

function sampleText(
  {
    sample,
    count,
    points,
    mean = 0,
    covariance = 1,
    seed = 1,
    scale = 1,
    standardized,
  }: DescribedStateStudy["model"]["state"],
  dimension: number,
): string {
  const particles = `${count ?? points?.length ?? 0} particles`;
  switch (sample) {
    case "points":
      return `${particles} at given points`;
    case "ring":
      return `${particles}, evenly spaced on a circle of radius ${inline(numberTex(scale))}`;
    case "hermite":
      return `${particles} at the zeros of a Hermite polynomial over the root of their number, times ${inline(numberTex(scale))}`;
    default: {
      const moments = standardized === true ? ", moved and stretched to have these moments" : "";
      return `${particles} drawn from ${inline(normal(mean, covariance, dimension))} with seed ${seed}${moments}`;
    }
  }
}

function functionalSettings({ model: { functional, dimension = 1 } }: DescribedStateStudy): Setting[] {
  const { potential, entropy, internal, interaction, kl } = functional;
  const V = inline("V(x)");
  return [
    ...(kl === undefined
      ? []
      : [["Target", inline(`\\gamma = ${normal(kl.mean, kl.covariance, dimension)}`)] as const]),
    ...(potential === undefined
      ? []
      : [
          [
            "Potential",
            typeof potential === "object"
              ? inline(quadraticForm(potential.matrix, potential.centre ?? 0))
              : `${V} = ${expressionMath(potential)}${usesRadius(potential) ? `, ${radius}` : ""}`,
          ] as const,
        ]),
    ...(entropy === undefined || entropy === 0 ? [] : [["Factor of the entropy", inline(numberTex(entropy))] as const]),
    ...(internal === undefined ? [] : [["Exponent", inline(`m = ${numberTex(internal.exponent)}`)] as const]),
    ...(interaction === undefined
      ? []
      : [["Interaction", `${inline("W(r)")} = ${expressionMath(interaction)}`] as const]),
  ];
}

const radius = inline("r = |x|");

function usesRadius(expression: string | number): boolean {
  return /\br\b/.test(String(expression));
}

/** V(x) = ½ (x - b)ᵀ A (x - b), with a number for A where it is a multiple of the identity. */
function quadraticForm(matrix: DescribedMatrix, centre: DescribedVector): string {
  const isCentred = typeof centre === "number" ? centre === 0 : centre.every((value) => value === 0);
  const shifted = isCentred ? "x" : `(x - ${vector(centre)})`;
  if (typeof matrix === "number") return `V(x) = \\frac{${numberTex(matrix)}}{2} |${shifted}|^2`;
  return `V(x) = \\frac{1}{2} ${shifted}^T ${matrixTex(matrix)} ${shifted}`;
}

function schemeSettings({ model, scheme }: DescribedStateStudy): Setting[] {
  const { nodes, width, directions, rule, seed = 1, penalty } = scheme;
  if (scheme.name === "input-convex") {
    return [
      ["Parametrization", `input-convex network of width ${width ?? 0}, seed ${seed}`],
      ...(nodes === undefined || model.state.kind === "particles"
        ? []
        : [["Points", nodesText(nodes, model)] as const]),
      ...(penalty === undefined ? [] : [["Penalty", inline(numberTex(penalty))] as const]),
    ];
  }
  const kinds: Readonly<Record<string, string>> = { gaussian: "mean and covariance", grid: "cell averages" };
  const parametrization: Setting = ["Parametrization", kinds[model.state.kind] ?? "positions of the particles"];
  if (scheme.name === "gromov") {
    const choice = scheme.onNonInvariant === "minimum" ? "the minimum over rotations" : "refused";
    return [parametrization, ["Functionals that rotations change", choice]];
  }
  const random = rule === "random" ? `random, seed ${seed}` : "uniform";
  return [parametrization, ["Directions", `${directions ?? ""}, ${escapeHtml(random)}`]];
}

function nodesText(
  { rule, count, seed }: NonNullable<DescribedStateStudy["scheme"]["nodes"]>,
  { state }: DescribedStateStudy["model"],
): string {
  if (state.kind === "barenblatt") return `${count} midpoints of equal masses`;
  return rule === "random" ? `${count} at random, seed ${seed}` : `Gauss–Hermite rule, ${count} per axis`;
}

function normal(mean: DescribedVector, covariance: DescribedMatrix, dimension: number): string {
  return `N\\left(${vector(mean)}, ${spread(covariance, dimension)}\\right)`;
}

function spread(covariance: DescribedMatrix, dimension: number): string {
  if (typeof covariance !== "number") return matrixTex(covariance);
  if (dimension === 1) return numberTex(covariance);
  return `${covariance === 1 ? "" : numberTex(covariance)} I`;
}

/** A column; a number stands for every component. */
function vector(value: DescribedVector): string {
  return typeof value === "number" ? numberTex(value) : matrixTex(value.map((component) => [component]));
}
