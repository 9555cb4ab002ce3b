import { operandsOf, type Tree } from "./tree.js";

/** u(x) v(y), as formulas of one variable each. */
export interface Separated {
  readonly x: Tree;
  readonly y: Tree;
}

const one = constantTree(1);

/** The variables that occur in a formula. */
export function variablesIn(tree: Tree): ReadonlySet<string> {
  if (tree.kind === "variable") return new Set([tree.name]);
  return new Set(operandsOf(tree).flatMap((operand) => [...variablesIn(operand)]));
}

/** The formula of a number. */
export function constantTree(value: number): Tree {
  return { kind: "constant", value, text: String(value) };
}

/** A formula with others in the place of some of its variables. */
export function substituted(tree: Tree, by: Readonly<Record<string, Tree>>): Tree {
  if (tree.kind === "variable") return by[tree.name] ?? tree;
  return withOperands(tree, (operand) => substituted(operand, by));
}

/** A formula of a layer, at a time, as one in x and y. */
export function spatial(tree: Tree, layer: number, t = 0): Tree {
  return substituted(tree, { t: constantTree(t), g: constantTree(layer) });
}

/** A node with every operand replaced. */
function withOperands(tree: Tree, of: (operand: Tree) => Tree): Tree {
  switch (tree.kind) {
    case "constant":
    case "variable":
      return tree;
    case "sign":
      return { ...tree, operand: of(tree.operand) };
    case "sum":
      return {
        ...tree,
        first: of(tree.first),
        rest: tree.rest.map((term) => ({ ...term, operand: of(term.operand) })),
      };
    case "product":
      return {
        ...tree,
        first: of(tree.first),
        rest: tree.rest.map((term) => ({ ...term, operand: of(term.operand) })),
      };
    case "comparison":
      return {
        ...tree,
        first: of(tree.first),
        rest: tree.rest.map((term) => ({ ...term, operand: of(term.operand) })),
      };
    case "power":
      return { ...tree, base: of(tree.base), exponent: of(tree.exponent) };
    case "choice":
      return { ...tree, condition: of(tree.condition), yes: of(tree.yes), no: of(tree.no) };
    case "call":
      return { ...tree, values: tree.values.map(of) };
  }
}

/**
 * A formula in x and y as a sum of products u(x) v(y), if its tree shows it to be one; else undefined.
 *
 * Sums are no more multiplied out than that: (x - y)^2 is small where its three products are not, and would be lost
 * in their round-off.
 */
export function separated(tree: Tree): readonly Separated[] | undefined {
  const names = variablesIn(tree);
  if (!names.has("y")) return [{ x: tree, y: one }];
  if (!names.has("x")) return [{ x: one, y: tree }];
  switch (tree.kind) {
    case "sign":
      return tree.sign === "+" ? separated(tree.operand) : separated(tree.operand)?.map(negative);
    case "sum":
      return separatedSum(tree);
    case "product":
      return separatedProduct(tree);
    case "power":
      return separatedPower(tree);
    case "call":
      return tree.name === "exp" ? separatedExponential(tree.values) : undefined;
    default:
      return undefined;
  }
}

function negative({ x, y }: Separated): Separated {
  const minus = (operand: Tree): Tree => ({ kind: "sign", sign: "-", operand });
  return x === one ? { x, y: minus(y) } : { x: minus(x), y };
}

/** Terms of one variable are kept together: what cancels among them is no more than a value that is small. */
function separatedSum({ first, rest }: Extract<Tree, { kind: "sum" }>): readonly Separated[] | undefined {
  const terms = [
    first,
    ...rest.map(({ operator, operand }): Tree => {
      return operator === "+" ? operand : { kind: "sign", sign: "-", operand };
    }),
  ];
  const parts = terms.map(separated);
  if (parts.includes(undefined)) return undefined;
  const products = (parts as (readonly Separated[])[]).flat();
  const alongX = products.filter(({ y }) => y === one).map(({ x }) => x);
  const alongY = products.filter(({ x, y }) => x === one && y !== one).map(({ y }) => y);
  const mixed = products.filter(({ x, y }) => x !== one && y !== one);
  return [
    ...(alongX.length > 0 ? [{ x: sumOf(alongX), y: one }] : []),
    ...(alongY.length > 0 ? [{ x: one, y: sumOf(alongY) }] : []),
    ...mixed,
  ];
}

function sumOf([first, ...others]: readonly Tree[]): Tree {
  if (others.length === 0) return first as Tree;
  return { kind: "sum", first: first as Tree, rest: others.map((operand) => ({ operator: "+", operand })) };
}

/** Of the factors at most one is a sum; none that is divided by. */
function separatedProduct({ first, rest }: Extract<Tree, { kind: "product" }>): readonly Separated[] | undefined {
  let products = separated(first);
  for (const { operator, operand } of rest) {
    const factors = separated(operand);
    if (products === undefined || factors === undefined) return undefined;
    if (factors.length > 1 && (operator === "/" || products.length > 1)) return undefined;
    const known = products;
    products = factors.flatMap((factor) => known.map((own) => combined(own, operator, factor)));
  }
  return products;
}

/** A number joins what is there, so that a formula of one variable stays one. */
function combined(own: Separated, operator: "*" | "/", factor: Separated): Separated {
  const { x, y } = own.x === one && isNumber(factor) ? swapped(factor) : factor;
  const { x: first, y: second } = factor.x === one && isNumber(own) ? swapped(own) : own;
  return { x: timesOrBy(first, operator, x), y: timesOrBy(second, operator, y) };
}

function isNumber({ x, y }: Separated): boolean {
  return y === one && variablesIn(x).size === 0;
}

function swapped({ x, y }: Separated): Separated {
  return { x: y, y: x };
}

function timesOrBy(first: Tree, operator: "*" | "/", operand: Tree): Tree {
  if (operand === one) return first;
  if (first === one && operator === "*") return operand;
  return { kind: "product", first, rest: [{ operator, operand }] };
}

/** Whole powers of a product; others are not those of its factors where these are negative. */
function separatedPower({ base, exponent }: Extract<Tree, { kind: "power" }>): readonly Separated[] | undefined {
  const [product, ...others] = separated(base) ?? [];
  const isWhole = exponent.kind === "constant" && Number.isInteger(exponent.value);
  if (product === undefined || others.length > 0 || !isWhole) return undefined;
  const power = (own: Tree): Tree => ({ kind: "power", base: own, exponent });
  return [{ x: power(product.x), y: power(product.y) }];
}

/** exp(a(x) + b(y)) = exp(a) exp(b). */
function separatedExponential([argument]: readonly Tree[]): readonly Separated[] | undefined {
  const terms = separatedTerms(argument as Tree);
  if (terms === undefined) return undefined;
  const exp = (operand: Tree): Tree => ({ kind: "call", name: "exp", column: 1, values: [operand] });
  return [{ x: exp(terms.x), y: exp(terms.y) }];
}

const zero = constantTree(0);

/** A formula as a sum a(x) + b(y), if its tree shows it to be one. */
export function separatedTerms(tree: Tree): Separated | undefined {
  const products = separated(tree);
  if (products === undefined || products.some(({ x, y }) => x !== one && y !== one)) return undefined;
  return {
    x: products.find(({ y }) => y === one)?.x ?? zero,
    y: products.find(({ x, y }) => x === one && y !== one)?.y ?? zero,
  };
}
