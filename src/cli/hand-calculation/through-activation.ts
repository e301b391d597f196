/** dz of one layer by hand, from dy. */
import type { EquationId } from "../../../spec/equations.js";
import { isScalar, layerOf, depth, type ScalarActivation, type VectorActivation } from "../../model/index.js";
import { activationDerivative } from "../../scalar/activations.js";
import { fusedPair } from "../../scalar/fused.js";
import { monomialOf } from "./forward.js";
import { targetPart } from "./losses.js";
import { gradientMeans, meanSteps, moments } from "./normalization.js";
import { D, M, type Example, type Sheet } from "./sheet.js";
import { key, keys, type Step } from "./step.js";
import { grouped, list, number, operand, product, sum, write, type Written } from "./written.js";

/** The steps to dz^(k). */
export function preactivationGradientSteps(sheet: Sheet, example: Example, k: number): Step[] {
  const { network } = sheet.question;
  const f = layerOf(network, k).activation;
  const means = f.name === "layer-normalization" ? meanSteps(sheet, example, k) : [];
  const isFused = k === depth(network) && fusedPair(sheet.question, sheet.conventions) !== undefined;
  const way = isFused ? fusedWay : isScalar(f) ? scalarWay : vectorWay;
  const steps = example.dz(k).map((value, i): Step => ({
    key: key("dz", example.t, k, i + 1),
    name: sheet.name("dz", k, D(sheet, k), i + 1),
    value,
    example: example.t,
    ...way(sheet, example, k, i),
  }));
  return [...means, ...steps];
}

type Way = Pick<Step, "right" | "remark" | "equations" | "needs">;

/** A last activation and a loss that are simpler together. */
function fusedWay(sheet: Sheet, example: Example, k: number, i: number): Way {
  const [y, { d, t }] = [example.y(k), example];
  const [yi, di] = [y[i] ?? NaN, d[i] ?? NaN];
  const needs = keys("y", [t, k], M(sheet, k));
  switch (sheet.question.loss.name) {
    case "cross-entropy": {
      const right = [write`${yi} · ${grouped(sum(d))} - ${operand(di)}`];
      return { right, equations: ["softmax-cross-entropy-gradient"], needs };
    }
    case "negative-log-of-sum": {
      const share = di === 0 ? number(0) : write`${product(di, yi)} / ${grouped(targetPart(y, d))}`;
      return { right: [write`${yi} - ${share}`], equations: ["softmax-negative-log-gradient"], needs };
    }
    default:
      return { right: [write`${yi} - ${operand(di)}`], equations: ["logistic-cross-entropy-gradient"], needs };
  }
}

/** Those whose derivative at 0 is a matter of choice. */
const kinked = new Set<ScalarActivation["name"]>(["relu", "leaky-relu", "absolute-value"]);

function scalarWay(sheet: Sheet, example: Example, k: number, i: number): Way {
  const f = layerOf(sheet.question.network, k).activation as ScalarActivation;
  const at = (values: readonly number[]): number => values[i] ?? NaN;
  const [z, y, dy] = [at(example.z(k)), at(example.y(k)), at(example.dy(k))];
  const slope = activationDerivative(f, z, y, sheet.conventions);
  return {
    ...(z === 0 && kinked.has(f.name) ? { remark: write`f'(0) by convention` } : {}),
    right: scalarProducts(f, z, y, slope).map((written) => product(written, dy)),
    equations: ["preactivation-gradient", f.name === "identity" ? "identity" : `${f.name}-derivative`],
    needs: [key("z", example.t, k, i + 1), key("y", example.t, k, i + 1), key("dy", example.t, k, i + 1)],
  };
}

/** f'(z), as the formula has it. */
function scalarProducts(f: ScalarActivation, z: number, y: number, slope: number): Written[] {
  switch (f.name) {
    case "identity":
      return [number(slope)];
    case "logistic":
      return [write`${y} · (1 - ${operand(y)})`];
    case "tanh":
      return [write`(1 - ${operand(y)}²)`];
    case "softplus":
      return [write`1 / (1 + e^${-z})`];
    default:
      return [write`f'(${z})`, number(slope)];
  }
}

function vectorWay(sheet: Sheet, example: Example, k: number, i: number): Way {
  const f = layerOf(sheet.question.network, k).activation as VectorActivation;
  const { t } = example;
  const below = [
    ...keys("z", [t, k], D(sheet, k)),
    ...keys("y", [t, k], M(sheet, k)),
    ...keys("dy", [t, k], M(sheet, k)),
  ];
  return {
    ...vectorGradient(f, example, k, i),
    equations: jacobianOf(f),
    needs: f.name === "layer-normalization" ? [...below, key("mean dy", t, k), key("mean dy·y", t, k)] : below,
  };
}

function jacobianOf({ name }: VectorActivation): EquationId[] {
  switch (name) {
    case "softmax":
    case "log-softmax":
    case "maxout":
    case "polynomial":
      return ["vector-activation-gradient", `${name}-jacobian`];
    case "linear-map":
      return ["vector-activation-gradient", name];
    case "layer-normalization":
      return ["layer-normalization-gradient"];
    case "own":
      return ["own-activation"];
  }
}

function vectorGradient(f: VectorActivation, example: Example, k: number, i: number): Pick<Way, "right" | "remark"> {
  const [z, y, dy] = [example.z(k), example.y(k), example.dy(k)];
  const [yi, dyi] = [y[i] ?? NaN, dy[i] ?? NaN];
  switch (f.name) {
    case "softmax":
      return { right: [sum(dy.map((dyj, j) => softmaxTerm(dyj, y[j] ?? NaN, yi, i === j)))] };
    case "log-softmax":
      return { right: [write`${dyi} - e^${yi} · ${grouped(sum(dy))}`] };
    case "maxout":
      return maxoutGradient(z, dy, example.dz(k), f.pieces, i);
    case "linear-map":
      return { right: [sum(dy.map((dyj, j) => product(f.matrix[j]?.[i] ?? NaN, dyj)))] };
    case "layer-normalization": {
      const { v } = moments(z);
      const { shift, slope } = gradientMeans(y, dy);
      return {
        right: [write`(${dyi} - ${operand(shift)} - ${operand(yi)} · ${operand(slope)}) / √(${v} + ${f.epsilon})`],
      };
    }
    case "polynomial":
      return { right: [sum(dy.map((dyj, j) => write`${dyj} · ${grouped(partial(f, z, j, i))}`))] };
    case "own":
      return {
        right: [
          write`${{ text: `entry ${i + 1} of the gradient of ${f.id}`, exact: true }}(${list(z)}) with dy = ${list(dy)}`,
        ],
      };
  }
}

/** dy_j y_j (δ_ij - y_i). */
function softmaxTerm(dyj: number, yj: number, yi: number, isSame: boolean): Written {
  return isSame ? product(dyj, yi, write`(1 - ${operand(yi)})`) : product(-dyj, yj, yi);
}

function maxoutGradient(
  z: readonly number[],
  dy: readonly number[],
  dz: readonly number[],
  pieces: number,
  i: number,
): Pick<Way, "right" | "remark"> {
  const unit = Math.floor(i / pieces);
  const own = z.slice(unit * pieces, (unit + 1) * pieces);
  const largest = Math.max(...own);
  const isLargest = z[i] === largest;
  const ties = own.filter((piece) => piece === largest).length > 1;
  const through = dy[unit] ?? NaN;
  const share = isLargest && through !== 0 ? (dz[i] ?? NaN) / through : isLargest ? 1 : 0;
  const why = isLargest ? (ties ? "its share of a tie" : "the largest piece") : "not the largest piece";
  return { right: [product(share, through)], remark: { text: why, exact: true } };
}

/** ∂y_j/∂z_i of a polynomial. */
function partial(
  f: Extract<VectorActivation, { name: "polynomial" }>,
  z: readonly number[],
  j: number,
  i: number,
): Written {
  const terms = (f.outputs[j] ?? []).flatMap(({ coefficient, powers }) => {
    const power = powers[i] ?? 0;
    if (power === 0) return [];
    const lowered = powers.map((p, l) => (l === i ? p - 1 : p));
    return [monomialOf({ coefficient: coefficient * power, powers: lowered }, z)];
  });
  return sum(terms);
}
