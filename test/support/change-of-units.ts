/** Size of a length, a mass and an energy per mass (that is, a temperature) in the units of a study. */
export interface Units {
  readonly length: number;
  readonly mass: number;
  readonly energy: number;
}

/** The units of everything else, which follow. */
interface Scales extends Units {
  readonly density: number;
  readonly time: number;
}

/** A study as a file has it, or with its defaults, some of which have units. */
export type StudyText = Readonly<Record<string, unknown>>;

interface Dimension {
  unit(of: Scales): number;
  /** Formulas in positions and time, whose values have the unit. */
  readonly isFormula?: true;
}

const pure: Dimension = { unit: () => 1 };
const length: Dimension = { unit: ({ length }) => length };
const area: Dimension = { unit: ({ length }) => length ** 2 };
const energy: Dimension = { unit: ({ energy }) => energy };
const stiffness: Dimension = { unit: ({ energy, length }) => energy / length ** 2 };
const time: Dimension = { unit: ({ time }) => time };
const rate: Dimension = { unit: ({ time }) => 1 / time };
const conductance: Dimension = { unit: ({ length }) => 1 / length ** 2 };
const formula = ({ unit }: Dimension): Dimension => ({ unit, isFormula: true });
const density = formula({ unit: ({ density }) => density });

/**
 * Dimension of every number of a study, by its key: the longest that begins its path counts.
 *
 * Conductances K are per area, in first-order and in inertial dynamics alike, times a density for the mobility `unit`.
 */
export const dimensions: Readonly<Record<string, Dimension>> = {
  "model.domain": length,
  "model.dimension": pure,
  "model.graph.nodes": pure,
  "model.graph.seed": pure,
  "model.graph.lattice": pure,
  "model.graph.edges": conductance,
  "model.graph.weight": conductance,
  "model.potential": formula(energy),
  "model.energy.temperature": energy,
  "model.energy.regularization": energy,
  "model.energy.exponent": pure,
  "model.initial": density,
  "model.finalTime": time,
  "model.state.mean": length,
  "model.state.covariance": area,
  "model.state.points": length,
  "model.state.scale": length,
  "model.state.centre": length,
  "model.state.positions": length,
  "model.state.weights": pure,
  "model.state.count": pure,
  "model.state.seed": pure,
  "model.functional.potential": formula(energy),
  "model.functional.potential.matrix": stiffness,
  "model.functional.potential.centre": length,
  "model.functional.entropy": energy,
  "model.functional.internal.exponent": pure,
  "model.functional.interaction": formula(energy),
  "model.functional.kl.mean": length,
  "model.functional.kl.covariance": area,
  "scheme.order": pure,
  "scheme.innerSteps": pure,
  "scheme.tolerance": pure,
  "scheme.damping": rate,
  "scheme.initialPotential": formula({ unit: ({ length, time }) => length ** 2 / time }),
  "scheme.directions": pure,
  "scheme.width": pure,
  "scheme.nodes": pure,
  "scheme.penalty": energy,
  "scheme.seed": pure,
  "scheme.seeds": pure,
  "scheme.objective": formula(energy),
  "scheme.step": time,
  "scheme.evaluations": pure,
  "scheme.target": energy,
  "scheme.recentre": pure,
  "scheme.start.node": pure,
  "scheme.start.x": length,
  "scheme.region.x": length,
  "scheme.region.nodes": pure,
  "reference.density": density,
  "reference.cells": pure,
  "reference.steps": pure,
  "reference.mean": length,
  "reference.variance": area,
  "reference.covariance": area,
  "reference.centre": length,
  "reference.stiffness": stiffness,
  "reference.error": pure,
  "sweep.steps": pure,
  "sweep.cells": pure,
  "sweep.seeds": pure,
  "expect.order": pure,
  "expect.slack": pure,
  "expect.last": pure,
  "expect.max": pure,
  "expect.within": pure,
  "baseline.factor": pure,
};

/** What the table cannot say: units that depend on the rest of the study. */
function dimensionOf(key: string, study: StudyText): Dimension {
  const at = (path: string) => valueAt(study, path);
  if (key.startsWith("model.graph.edges") && at("model.exchange.mobility") === "unit")
    return { unit: ({ length, density }) => density / length ** 2 };
  if (key === "sweep.values") return dimensionOf(String(at("sweep.path")).replace(/\[.*?\]/g, ""), study);
  if (key === "expect.plateau") return { unit: (of) => errorUnit(study, String(at("expect.0.error")), of) };
  // From the time of the scheme to that of the geometry it is compared with.
  if (key === "reference.dilation") {
    const power = clockPower(at("reference.0.geometry")) - clockPower(at("scheme.name"));
    return { unit: ({ length }) => length ** power };
  }
  for (let prefix = key; prefix !== ""; prefix = prefix.slice(0, Math.max(0, prefix.lastIndexOf(".")))) {
    const found = dimensions[prefix];
    if (found !== undefined) return found;
  }
  throw new RangeError(`no dimension is known of ${key}`);
}

function valueAt(study: StudyText, path: string): unknown {
  return path.split(".").reduce<unknown>((value, key) => (value as Record<string, unknown> | undefined)?.[key], study);
}

/** Power of lengths in the time of a flow: squared distances are areas, but of Gromov–Wasserstein. */
function clockPower(geometry: unknown): number {
  return geometry === "gromov" ? 4 : 2;
}

/** Time by length and energy. */
function timeOf(study: StudyText, { length, energy }: Units): number {
  const name = valueAt(study, "scheme.name");
  const isInertial = name === "inertial" || (name === "search" && valueAt(study, "scheme.order") === 2);
  return isInertial ? length / Math.sqrt(energy) : length ** clockPower(name) / energy;
}

function axesOf(study: StudyText): number {
  return (
    (valueAt(study, "model.domain") as readonly unknown[] | undefined)?.length ??
    (valueAt(study, "model.dimension") as number)
  );
}

/** Mass and energy are fixed where masses are 1 and where the energy has no factor of its own. */
export function scalesOf(study: StudyText, given: Units): Scales {
  const mass = valueAt(study, "model.normalize") === false ? given.mass : 1;
  const density = mass / given.length ** axesOf(study);
  const exponent = valueAt(study, "model.energy.exponent") ?? valueAt(study, "model.functional.internal.exponent");
  const hasKl = valueAt(study, "model.functional.kl") !== undefined;
  const energy = hasKl ? 1 : exponent === undefined ? given.energy : density ** (Number(exponent) - 1);
  const units = { length: given.length, mass, energy };
  return { ...units, density, time: timeOf(study, units) };
}

/** The same study in other units. */
export function inUnits(study: StudyText, units: Units): StudyText {
  const scales = scalesOf(study, units);
  const convert = (value: unknown, key: string): unknown => {
    if (Array.isArray(value)) return value.map((entry) => convert(entry, key));
    if (typeof value === "object" && value !== null) {
      return Object.fromEntries(
        Object.entries(value).map(([name, entry]) => [name, convert(entry, `${key}.${name}`.replace(/^\./, ""))]),
      );
    }
    if (typeof value !== "number" && typeof value !== "string") return value;
    const shift = key.startsWith("model.potential.") ? entropyShift(study, key, scales) : 0;
    if (shift !== 0) return `${scales.energy}*(${inNewVariables(String(value), scales)}) - ${shift}`;
    const { unit, isFormula } = typeof value === "number" || isFormulaKey(key) ? dimensionOf(key, study) : pure;
    if (typeof value === "number") return value * unit(scales);
    return isFormula ? `${unit(scales)}*(${inNewVariables(value, scales)})` : value;
  };
  return convert(study, "") as StudyText;
}

/**
 * T log D of a layer's potential, D the unit of densities, where temperatures differ: T f log f means a density in that
 * unit, and where T is the same everywhere this is a constant.
 */
function entropyShift(study: StudyText, key: string, { energy, density }: Scales): number {
  const temperatures = valueAt(study, "model.energy.temperature");
  if (typeof temperatures !== "object" || temperatures === null) return 0;
  const layer = key.replace("model.potential.", "");
  return energy * Number((temperatures as Record<string, unknown>)[layer]) * Math.log(density);
}

function isFormulaKey(key: string): boolean {
  return Object.keys(dimensions).some((known) => dimensions[known]?.isFormula && `${key}.`.startsWith(`${known}.`));
}

function inNewVariables(text: string, { length, time }: Scales): string {
  return text.replace(/\b(x\d*|y|r|t)\b/g, (name) => `(${name}/${name === "t" ? time : length})`);
}

/** Unit of an error, by its name: of densities on a mesh, or of states of mass 1. */
export function errorUnit(study: StudyText, error: string, scales: Scales): number {
  const { length, mass, density, energy } = scales;
  const units: Readonly<Record<string, number>> = {
    L1: mass,
    L2: Math.sqrt(mass * density),
    Linf: density,
    KL: mass,
    W2: length * Math.sqrt(mass),
    mass,
    energy: mass * energy,
    IGW: length ** 2,
    symKL: 1,
    mean: length,
    covariance: length ** 2,
    aligned: length,
    positions: length,
    weights: 1,
  };
  const unit = units[error.replace("@max", "")];
  if (unit === undefined) throw new RangeError(`no unit is known of the error ${error} of ${study.id}`);
  return unit;
}
