/** A size in millimetres. */
export interface Size {
  readonly width: number;
  readonly height: number;
}

/** The size a figure is printed in, as it says itself. */
export function millimetresOf(svg: string): Size {
  const [, width, height] = /^<svg[^>]* width="([\d.]+)mm" height="([\d.]+)mm"/.exec(svg) ?? [];
  if (width === undefined || height === undefined) throw new RangeError("a figure without a size in millimetres");
  return { width: Number(width), height: Number(height) };
}
