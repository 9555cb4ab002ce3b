import type { Tree } from "./tree.js";

/** How tightly the outermost operator of a piece binds. */
const binding = { choice: 0, comparison: 1, sum: 2, product: 3, sign: 4, power: 5, atom: 6 } as const;

interface Piece {
  readonly tex: string;
  readonly binding: number;
}

const comparisons = { "<": "<", "<=": "\\le", ">": ">", ">=": "\\ge", "==": "=", "!=": "\\ne" } as const;
const upright = new Set(["log", "sin", "cos", "tan", "sinh", "cosh", "tanh", "min", "max"]);

/** An expression as TeX: quotients as fractions, products without signs where they read as such. */
export function texOf(tree: Tree): string {
  return piece(tree).tex;
}

/** A number as TeX: scientific notation is a product with a power of ten. */
export function numberTex(value: number | string): string {
  const text = String(value);
  const [, mantissa, exponent] = /^(-?[\d.]+)e([+-]?\d+)$/i.exec(text) ?? [];
  return mantissa === undefined ? text : `${mantissa} \\cdot 10^{${Number(exponent)}}`;
}

function piece(tree: Tree): Piece {
  switch (tree.kind) {
    case "constant":
      return /^[\d.-]/.test(tree.text) ? number(tree.text) : { tex: nameTex(tree.text), binding: binding.atom };
    case "variable":
      return { tex: nameTex(tree.name), binding: binding.atom };
    case "sign":
      return { tex: `${tree.sign}${within(tree.operand, binding.sign)}`, binding: binding.sign };
    case "sum": {
      // What follows a minus needs its parentheses: a - (b - c).
      const rest = tree.rest.map(
        ({ operator, operand }) => `${operator}${within(operand, operator === "+" ? binding.sum : binding.product)}`,
      );
      return { tex: `${within(tree.first, binding.sum)}${rest.join("")}`, binding: binding.sum };
    }
    case "product":
      return tree.rest.reduce(
        (left, { operator, operand }) =>
          operator === "/" ? quotient(left, piece(operand)) : times(left, piece(operand)),
        piece(tree.first),
      );
    case "power":
      return { tex: `${within(tree.base, binding.atom)}^{${texOf(tree.exponent)}}`, binding: binding.power };
    case "comparison": {
      const rest = tree.rest.map(
        ({ operator, operand }) => ` ${comparisons[operator]} ${within(operand, binding.sum)}`,
      );
      return { tex: `${within(tree.first, binding.sum)}${rest.join("")}`, binding: binding.comparison };
    }
    case "choice": {
      const [condition, yes, no] = [tree.condition, tree.yes, tree.no].map(texOf);
      return { tex: `${yes} \\text{ if } ${condition} \\text{ else } ${no}`, binding: binding.choice };
    }
    case "call":
      return call(tree.name, tree.values.map(texOf));
  }
}

function number(text: string): Piece {
  const isProduct = /e/i.test(text);
  return {
    tex: numberTex(text),
    binding: isProduct ? binding.product : text.startsWith("-") ? binding.sign : binding.atom,
  };
}

/** A name; x1, x2, ... are coordinates. */
function nameTex(name: string): string {
  if (name === "pi") return "\\pi ";
  const [, index] = /^x([1-9]\d*)$/.exec(name) ?? [];
  if (index !== undefined) return `x_{${index}}`;
  return name.length === 1 ? name : `\\text{${name.replaceAll("_", "\\_")}}`;
}

function quotient(above: Piece, below: Piece): Piece {
  return { tex: `\\frac{${above.tex}}{${below.tex}}`, binding: binding.product };
}

/** Factors stand side by side, unless that reads as one number or as a function of what is in parentheses. */
function times(left: Piece, right: Piece): Piece {
  const before = parenthesized(left, binding.product);
  // A product with a sign needs its parentheses: a (-b).
  const after = parenthesized(right, binding.power);
  const isNumber = /\d$/.test(before);
  const needsDot = /^\d/.test(after) || (/^(\\left)?\(/.test(after) && !isNumber);
  return { tex: `${before} ${needsDot ? "\\cdot" : "\\,"} ${after}`, binding: binding.product };
}

function call(name: string, values: readonly string[]): Piece {
  const [value] = values as [string];
  if (name === "exp") return { tex: `e^{${value}}`, binding: binding.power };
  if (name === "sqrt") return { tex: `\\sqrt{${value}}`, binding: binding.atom };
  if (name === "abs") return { tex: `\\left|${value}\\right|`, binding: binding.atom };
  const symbol = upright.has(name) ? `\\${name}` : `\\operatorname{${name}}`;
  return { tex: `${symbol}${bracketed(values.join(", "))}`, binding: binding.atom };
}

function within(tree: Tree, level: number): string {
  return parenthesized(piece(tree), level);
}

function parenthesized({ tex, binding: own }: Piece, level: number): string {
  return own < level ? bracketed(tex) : tex;
}

/** In parentheses, as high as what is in them where that is a quotient. */
function bracketed(tex: string): string {
  return tex.includes("\\frac") ? `\\left(${tex}\\right)` : `(${tex})`;
}
