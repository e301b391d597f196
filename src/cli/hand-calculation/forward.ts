/** The forward pass by hand: z and y, layer by layer. */
import {
  depth,
  isScalar,
  layerOf,
  type Monomial,
  type ScalarActivation,
  type VectorActivation,
} from "../../model/index.js";
import { momentSteps, moments } from "./normalization.js";
import { D, M, type Example, type Sheet } from "./sheet.js";
import { key, keys, type Step } from "./step.js";
import {
  exponentials,
  grouped,
  list,
  number,
  operand,
  product,
  sum,
  transcendental,
  write,
  type Written,
} from "./written.js";

export function forwardSteps(sheet: Sheet, example: Example): Step[] {
  const N = depth(sheet.question.network);
  return Array.from({ length: N }, (_, position) => position + 1).flatMap((k) => {
    const f = layerOf(sheet.question.network, k).activation;
    const outputs = isScalar(f) ? scalarOutputs(sheet, example, k, f) : vectorOutputs(sheet, example, k, f);
    return [...affine(sheet, example, k), ...outputs];
  });
}

/** affine: z_j^(k) = Σ_i w_ij^(k) y_i^(k-1) + b_j^(k) */
function affine(sheet: Sheet, example: Example, k: number): Step[] {
  const { weights, biases } = layerOf(sheet.question.network, k);
  const below = example.y(k - 1);
  return example.z(k).map((value, position) => ({
    key: key("z", example.t, k, position + 1),
    name: sheet.name("z", k, D(sheet, k), position + 1),
    right: [sum([...(weights[position] ?? []).map((w, i) => product(w, below[i] ?? NaN)), biases[position] ?? NaN])],
    value,
    equations: ["affine"],
    needs: keys("y", [example.t, k - 1], M(sheet, k - 1)),
    example: example.t,
  }));
}

function scalarOutputs(sheet: Sheet, example: Example, k: number, f: ScalarActivation): Step[] {
  return example.z(k).map((z, position) => ({
    key: key("y", example.t, k, position + 1),
    name: sheet.name("y", k, M(sheet, k), position + 1),
    ...scalarValue(f, z),
    value: example.y(k)[position] ?? NaN,
    equations: [f.name],
    needs: [key("z", example.t, k, position + 1)],
    example: example.t,
  }));
}

function scalarValue(f: ScalarActivation, z: number): Pick<Step, "right" | "remark"> {
  switch (f.name) {
    case "identity":
      return { right: [number(z)] };
    case "logistic":
      return { right: [transcendental(write`1 / (1 + e^${-z})`, z === 0)] };
    case "tanh":
      return { right: [transcendental(write`tanh(${z})`, z === 0)] };
    case "relu":
      return { right: [write`max(0, ${z})`] };
    case "leaky-relu":
      return { right: [write`max(0, ${z}) + ${operand(f.slope)} · min(0, ${z})`] };
    case "softplus":
      return { right: [transcendental(write`ln(1 + e^${z})`, false)] };
    case "absolute-value":
      return { right: [write`|${z}|`] };
    case "unit-step":
      return {
        right: [],
        remark: z === 0 ? write`the value chosen at 0` : z > 0 ? write`as ${z} > 0` : write`as ${z} < 0`,
      };
  }
}

function vectorOutputs(sheet: Sheet, example: Example, k: number, f: VectorActivation): Step[] {
  const [z, y] = [example.z(k), example.y(k)];
  const moments = f.name === "layer-normalization" ? momentSteps(sheet, example, k) : [];
  const needed = moments.map((step) => step.key);
  const outputs = y.map((value, position): Step => ({
    key: key("y", example.t, k, position + 1),
    name: sheet.name("y", k, M(sheet, k), position + 1),
    right: [vectorValue(f, z, position)],
    value,
    equations: [equationOf(f)],
    needs: [...needed, ...keys("z", [example.t, k], D(sheet, k))],
    example: example.t,
  }));
  return [...moments, ...outputs];
}

export function equationOf(f: VectorActivation) {
  switch (f.name) {
    case "polynomial":
      return "polynomial-activation";
    case "own":
      return "own-activation";
    default:
      return f.name;
  }
}

function vectorValue(f: VectorActivation, z: readonly number[], position: number): Written {
  const areEqual = z.every((value) => value === z[0]);
  switch (f.name) {
    case "softmax":
      return transcendental(write`e^${z[position] ?? NaN} / ${grouped(exponentials(z))}`, areEqual);
    case "log-softmax":
      return transcendental(write`${z[position] ?? NaN} - ln(${exponentials(z)})`, z.length === 1);
    case "maxout": {
      const pieces = z.slice(position * f.pieces, (position + 1) * f.pieces).map((piece) => number(piece));
      return { text: `max(${pieces.map(({ text }) => text).join(", ")})`, exact: pieces.every(({ exact }) => exact) };
    }
    case "linear-map":
      return sum((f.matrix[position] ?? []).map((a, i) => product(a, z[i] ?? NaN)));
    case "layer-normalization": {
      const { m, v } = moments(z);
      return write`(${z[position] ?? NaN} - ${operand(m)}) / √(${v} + ${f.epsilon})`;
    }
    case "polynomial":
      return sum((f.outputs[position] ?? []).map((monomial) => monomialOf(monomial, z)));
    case "own":
      return write`${{ text: `entry ${position + 1} of ${f.id}`, exact: true }}(${list(z)})`;
  }
}

/** "0.5 · 2^2 · 3". */
export function monomialOf({ coefficient, powers }: Monomial, z: readonly number[]): Written {
  const factors = powers.flatMap((power, i) => {
    if (power === 0) return [];
    const base = operand(z[i] ?? NaN);
    return [power === 1 ? base : write`${base}^${power}`];
  });
  return product(coefficient, ...factors);
}
