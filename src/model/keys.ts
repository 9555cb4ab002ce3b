import { z } from "zod";

/** Forms that keys of a study share, whatever they belong to. */
export const finite = z.number();
export const positive = z.number().positive();
export const count = z.int().positive();
export const expression = z.union([z.string().min(1), finite]);
/** One expression for all layers, or one per layer. */
export const layerExpressions = z.union([expression, z.record(z.string(), expression)]);
/** Cells on every axis, or one number per axis. */
export const cells = z.union([count, z.array(count).min(1).max(2)]);
/** One number for every component, or one per axis. */
export const vector = z.union([finite, z.array(finite).min(1).max(2)]);
export const matrix = z.array(z.array(finite).min(1).max(2)).min(1).max(2);
