/**
 * Input-convex network of one hidden layer, u(y) = ½ y'LL'y + β·y + Σ_j e^{a_j} softplus(w_j·y + b_j).
 *
 * Convex for all parameters, smooth, and with curvature wherever L is regular: its gradient maps a density to a
 * density. (Piecewise linear activations have no curvature, and log det of their Hessian says nothing.) Parameters lie
 * in one flat array: the lower triangle of L by rows, then β (d), then per neuron a_j, b_j and p_j (d), where w_j =
 * p_j/√(1 + |p_j|²/ω²) is shorter than ω.
 *
 * @see Amos, Xu & Kolter, Input convex neural networks, ICML 2017; Alvarez-Melis, Schiff & Mroueh, arXiv 2106.00774
 */
export interface Network {
  readonly dimension: number;
  readonly width: number;
  /** Number of parameters, d(d+1)/2 + d + width (d+2). */
  readonly size: number;
  /**
   * ∇u at every point, and ∇²u where it is asked for.
   *
   * @param points `point * d + axis`, as `images`
   * @param hessians `point * d * d + row * d + column`
   */
  evaluate(params: Float64Array, points: Float64Array, images: Float64Array, hessians?: Float64Array): void;
  /**
   * Gradient by the parameters of a function of the images and Hessians, from its derivatives by these; for the
   * parameters and points of the last evaluation.
   *
   * @param byHessians symmetric matrices, or absent where the function does not depend on the Hessians
   * @param gradient is overwritten
   */
  pullBack(byImages: Float64Array, byHessians: Float64Array | undefined, gradient: Float64Array): void;
  /** Derivative of ∇u at one point of the last evaluation by all parameters, `axis * size + parameter`. */
  jacobian(point: number, out: Float64Array): void;
}

/**
 * ω, the steepest that a neuron can be, for points of spread 1: its slope then turns over a length of about 4/ω.
 * Steeper ones would turn between the nodes of a quadrature, where nothing is seen of them but the gain of log det at a
 * node.
 */
export const steepest = 2;

/** Where the parameters of a neuron begin, and how many there are. */
export function neuronOffsets(dimension: number): { readonly first: number; readonly stride: number } {
  return { first: (dimension * (dimension + 1)) / 2 + dimension, stride: dimension + 2 };
}

/** @param count number of points of every evaluation */
export function createNetwork(dimension: number, width: number, count: number): Network {
  const d = dimension;
  const { first, stride } = neuronOffsets(d);
  const size = first + width * stride;
  const lower = new Float64Array(d * d);
  const square = new Float64Array(d * d);
  const activations = new Float64Array(count * width);
  /** The w_j, and by neuron 1/√(1 + |p_j|²/ω²). */
  const [slopes, shrinks] = [new Float64Array(width * d), new Float64Array(width)];
  let params: Float64Array = new Float64Array(size);
  let points: Float64Array = new Float64Array(0);
  const sums = new Float64Array(d * d);
  const [product, turned] = [new Float64Array(d), new Float64Array(d)];

  const readQuadratic = (): void => {
    for (let a = 0, k = 0; a < d; a++) for (let b = 0; b <= a; b++) lower[a * d + b] = params[k++];
    for (let a = 0; a < d; a++) {
      for (let b = 0; b <= a; b++) {
        let sum = 0;
        for (let k = 0; k <= b; k++) sum += lower[a * d + k] * lower[b * d + k];
        square[a * d + b] = sum;
        square[b * d + a] = sum;
      }
    }
  };

  const readNeurons = (): void => {
    for (let j = 0, p = first + 2; j < width; j++, p += stride) {
      let squares = 0;
      for (let a = 0; a < d; a++) squares += params[p + a] ** 2;
      const shrink = 1 / Math.sqrt(1 + squares / steepest ** 2);
      shrinks[j] = shrink;
      for (let a = 0; a < d; a++) slopes[j * d + a] = shrink * params[p + a];
    }
  };

  /**
   * Turns derivatives by w_j, at `at`, into those by p_j: w = k p with k = 1/√(1 + |p|²/ω²), dw = k dp - k w (w·dp)/ω².
   */
  const toParameters = (j: number, values: Float64Array, at: number): void => {
    const shrink = shrinks[j];
    let along = 0;
    for (let a = 0; a < d; a++) along += values[at + a] * slopes[j * d + a];
    const factor = along / steepest ** 2;
    for (let a = 0; a < d; a++) values[at + a] = shrink * (values[at + a] - factor * slopes[j * d + a]);
  };

  const evaluatePoint = (i: number, images: Float64Array, hessians: Float64Array | undefined): void => {
    const [at, block] = [i * d, i * d * d];
    for (let a = 0; a < d; a++) {
      let sum = params[first - d + a];
      for (let b = 0; b < d; b++) sum += square[a * d + b] * points[at + b];
      images[at + a] = sum;
      if (hessians !== undefined) for (let b = 0; b <= a; b++) hessians[block + a * d + b] = square[a * d + b];
    }
    for (let j = 0, p = first; j < width; j++, p += stride) {
      const neuron = j * d;
      let z = params[p + 1];
      for (let a = 0; a < d; a++) z += slopes[neuron + a] * points[at + a];
      const slope = 1 / (1 + Math.exp(-z));
      activations[i * width + j] = slope;
      const amplitude = Math.exp(params[p]);
      const bend = amplitude * slope * (1 - slope);
      for (let a = 0; a < d; a++) {
        const w = slopes[neuron + a];
        images[at + a] = images[at + a] + amplitude * slope * w;
        if (hessians === undefined) continue;
        const row = block + a * d;
        for (let b = 0; b <= a; b++) {
          hessians[row + b] = hessians[row + b] + bend * w * slopes[neuron + b];
        }
      }
    }
    if (hessians !== undefined) mirror(hessians, block, d);
  };

  /** Adds ½(g y' + y g') + Q of a point, from which the slope by L follows. */
  const addToSums = (i: number, byImages: Float64Array, byHessians: Float64Array | undefined): void => {
    for (let a = 0; a < d; a++) {
      const [g, y] = [byImages[i * d + a], points[i * d + a]];
      for (let b = 0; b <= a; b++) {
        const mixed = g * points[i * d + b] + y * byImages[i * d + b];
        const bend = byHessians === undefined ? 0 : byHessians[i * d * d + a * d + b];
        sums[a * d + b] = sums[a * d + b] + 0.5 * mixed + bend;
      }
    }
  };

  /** Slopes by a, b and w of one neuron at one point: with g = byImage, Q = byHessian, and s the logistic function. */
  const addNeuron = (
    i: number,
    j: number,
    byImages: Float64Array,
    byHessians: Float64Array | undefined,
    gradient: Float64Array,
  ): void => {
    const [p, at, block, neuron] = [first + j * stride, i * d, i * d * d, j * d];
    const amplitude = Math.exp(params[p]);
    const slope = activations[i * width + j];
    const bend = slope * (1 - slope);
    const third = bend * (1 - 2 * slope);
    let [gw, wQw] = [0, 0];
    for (let a = 0; a < d; a++) gw += byImages[at + a] * slopes[neuron + a];
    if (byHessians !== undefined) {
      for (let a = 0; a < d; a++) {
        let sum = 0;
        for (let b = 0; b < d; b++) sum += byHessians[block + a * d + b] * slopes[neuron + b];
        product[a] = sum;
        wQw += sum * slopes[neuron + a];
      }
    }
    gradient[p] = gradient[p] + amplitude * (slope * gw + bend * wQw);
    const byB = amplitude * (bend * gw + third * wQw);
    gradient[p + 1] = gradient[p + 1] + byB;
    for (let a = 0; a < d; a++) {
      const direct = slope * byImages[at + a] + 2 * bend * product[a];
      gradient[p + 2 + a] = gradient[p + 2 + a] + amplitude * direct + byB * points[at + a];
    }
  };

  return {
    dimension,
    width,
    size,
    evaluate(givenParams, givenPoints, images, hessians) {
      [params, points] = [givenParams, givenPoints];
      readQuadratic();
      readNeurons();
      for (let i = 0; i < count; i++) evaluatePoint(i, images, hessians);
    },
    pullBack(byImages, byHessians, gradient) {
      gradient.fill(0);
      sums.fill(0);
      product.fill(0);
      for (let i = 0; i < count; i++) {
        addToSums(i, byImages, byHessians);
        for (let a = 0; a < d; a++) {
          gradient[first - d + a] = gradient[first - d + a] + byImages[i * d + a];
        }
        for (let j = 0; j < width; j++) addNeuron(i, j, byImages, byHessians, gradient);
      }
      for (let j = 0; j < width; j++) toParameters(j, gradient, first + j * stride + 2);
      mirror(sums, 0, d);
      for (let a = 0, k = 0; a < d; a++) {
        for (let b = 0; b <= a; b++) {
          let sum = 0;
          for (let c = b; c < d; c++) sum += sums[a * d + c] * lower[c * d + b];
          gradient[k++] = 2 * sum;
        }
      }
    },
    jacobian(i, out) {
      out.fill(0);
      const at = i * d;
      for (let b = 0; b < d; b++) {
        let sum = 0;
        for (let a = b; a < d; a++) sum += lower[a * d + b] * points[at + a];
        turned[b] = sum;
      }
      for (let a = 0, k = 0; a < d; a++) {
        for (let b = 0; b <= a; b++, k++) {
          // d(LL'y) by L_ab: e_a (L'y)_b + L_{.b} y_a.
          for (let c = b; c < d; c++) out[c * size + k] = lower[c * d + b] * points[at + a];
          out[a * size + k] = out[a * size + k] + turned[b];
        }
        out[a * size + first - d + a] = 1;
      }
      for (let j = 0, p = first; j < width; j++, p += stride) {
        const amplitude = Math.exp(params[p]);
        const slope = activations[i * width + j];
        const bend = slope * (1 - slope);
        for (let c = 0; c < d; c++) {
          const w = slopes[j * d + c];
          out[c * size + p] = amplitude * slope * w;
          out[c * size + p + 1] = amplitude * bend * w;
          for (let a = 0; a < d; a++) out[c * size + p + 2 + a] = amplitude * bend * w * points[at + a];
          out[c * size + p + 2 + c] = out[c * size + p + 2 + c] + amplitude * slope;
          toParameters(j, out, c * size + p + 2);
        }
      }
    },
  };
}

/** Copies the lower triangle of a block to the upper one. */
function mirror(matrices: Float64Array, block: number, d: number): void {
  for (let a = 0; a < d; a++) {
    for (let b = 0; b < a; b++) matrices[block + b * d + a] = matrices[block + a * d + b];
  }
}
