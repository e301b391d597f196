/** The divergence of one example by hand, and its derivative by the outputs. */
import type { EquationId } from "../../../spec/equations.js";
import { depth, layerOf, type Loss } from "../../model/index.js";
import { M, type Example, type Sheet } from "./sheet.js";
import { key, keys, type Step } from "./step.js";
import { exponentials, grouped, list, number, operand, product, sum, write, type Written } from "./written.js";

export function divergenceStep(sheet: Sheet, example: Example): Step {
  const { loss, network } = sheet.question;
  const N = depth(network);
  return {
    key: key("Div", example.t),
    name: "Div",
    right: [divergence(sheet, example)],
    value: example.Div,
    equations: [loss.name === "own" ? "own-divergence" : loss.name],
    needs: keys("y", [example.t, N], M(sheet, N)),
    example: example.t,
  };
}

function divergence(sheet: Sheet, { d, ...example }: Example): Written {
  const { loss, network } = sheet.question;
  const N = depth(network);
  const y = example.y(N);
  // ln 0 is no number to go on with: there the pre-activations tell what the outputs do not.
  if (isSaturated(loss, y, d)) return divergenceOfSaturated(sheet, { d, ...example });
  const terms = (term: (y: number, d: number, i: number) => Written[]): Written[] =>
    y.flatMap((yi, i) => term(yi, d[i] ?? NaN, i));
  switch (loss.name) {
    case "squared-error": {
      const squares = sum(terms((yi, di) => [write`(${yi} - ${operand(di)})²`]));
      return sheet.conventions.squaredError === "full"
        ? squares
        : write`½ · ${y.length === 1 ? squares : grouped(squares)}`;
    }
    case "cross-entropy":
      return negative(terms((yi, di) => (di === 0 ? [] : [write`${di} · ln ${yi}`])));
    case "negative-log-of-sum":
      return write`-ln(${targetPart(y, d)})`;
    case "binary-cross-entropy":
      return negative(terms(binaryTerms));
    case "multiclass-hinge": {
      const c = d.indexOf(1);
      return sum(terms((_, __, i) => (i === c ? [] : [write`max(0, ${margin(y, i, c)})`])));
    }
    case "own":
      return write`${{ text: loss.id, exact: true }}(${list(y)}, ${list(d)})`;
  }
}

function isSaturated({ name }: Loss, y: readonly number[], d: readonly number[]): boolean {
  switch (name) {
    case "cross-entropy":
      return y.some((yi, i) => yi === 0 && d[i] !== 0);
    case "negative-log-of-sum":
      return y.every((yi, i) => yi === 0 || d[i] === 0);
    case "binary-cross-entropy":
      return y.some((yi) => yi === 0 || yi === 1);
    default:
      return false;
  }
}

/** The same from z, where the last activation allows it; the outputs alone where it does not. */
function divergenceOfSaturated({ question }: Sheet, { d, ...example }: Pick<Example, "d" | "z">): Written {
  const N = depth(question.network);
  const z = example.z(N);
  const ending = `${layerOf(question.network, N).activation.name} under ${question.loss.name}`;
  const terms = (term: (z: number, d: number) => Written[]): Written[] => z.flatMap((zi, i) => term(zi, d[i] ?? NaN));
  switch (ending) {
    case "softmax under cross-entropy":
      return sum(terms((zi, di) => (di === 0 ? [] : [product(di, write`(ln(${exponentials(z)}) - ${operand(zi)})`)])));
    case "softmax under negative-log-of-sum": {
      const part = sum(terms((zi, di) => (di === 0 ? [] : [write`${di} · e^${zi}`])));
      return write`ln(${exponentials(z)}) - ln(${part})`;
    }
    case "logistic under binary-cross-entropy":
      return sum(
        terms((zi, di) => [
          write`max(0, ${zi})`,
          ...(di === 0 ? [] : [product(-di, zi)]),
          write`ln(1 + e^${-Math.abs(zi)})`,
        ]),
      );
    default:
      return number(Infinity);
  }
}

/** "-(a + b)"; 0 where there is nothing to add. */
function negative(terms: readonly (number | Written)[]): Written {
  return terms.length === 0 ? number(0) : write`-(${sum(terms)})`;
}

/** d ln y + (1 - d) ln(1 - y), without what has the factor 0. */
function binaryTerms(y: number, d: number): Written[] {
  return [
    ...(d === 0 ? [] : [write`${d} · ln ${y}`]),
    ...(d === 1 ? [] : [write`${grouped(write`1 - ${operand(d)}`)} · ln(1 - ${operand(y)})`]),
  ];
}

/** Σ_i d_i y_i, without the targets that are 0. */
export function targetPart(y: readonly number[], d: readonly number[]): Written {
  return sum(y.flatMap((yi, i) => (d[i] === 0 ? [] : [product(d[i] ?? NaN, yi)])));
}

/** y_j - y_c + 1. */
function margin(y: readonly number[], j: number, c: number): Written {
  return write`${y[j] ?? NaN} - ${operand(y[c] ?? NaN)} + 1`;
}

/** dy^(N): the derivative of Div by each output; that of the hinge's class comes last, for it counts the others. */
export function outputGradientSteps(sheet: Sheet, example: Example): Step[] {
  const { loss, network } = sheet.question;
  const N = depth(network);
  const steps = example.dy(N).map((value, i) => ({
    key: key("dy", example.t, N, i + 1),
    name: sheet.name("dy", N, M(sheet, N), i + 1),
    ...outputGradient(sheet, example, i),
    value,
    equations: [gradientOf(loss)],
    needs: [
      ...keys("y", [example.t, N], M(sheet, N)),
      ...(isClass(loss, example, i) ? otherKeys(sheet, example, i) : []),
    ],
    example: example.t,
  }));
  const isLast = (_: unknown, i: number): boolean => isClass(loss, example, i);
  return [...steps.filter((step, i) => !isLast(step, i)), ...steps.filter(isLast)];
}

function isClass({ name }: Loss, { d }: Example, i: number): boolean {
  return name === "multiclass-hinge" && d[i] === 1;
}

function otherKeys(sheet: Sheet, { t }: Example, i: number): string[] {
  const N = depth(sheet.question.network);
  return keys("dy", [t, N], M(sheet, N)).filter((_, position) => position !== i);
}

function gradientOf(loss: Loss): EquationId {
  return loss.name === "own" ? "own-divergence" : `${loss.name}-gradient`;
}

function outputGradient(sheet: Sheet, example: Example, i: number): Pick<Step, "right" | "remark"> {
  const { loss, network } = sheet.question;
  const N = depth(network);
  const [y, { d }] = [example.y(N), example];
  const [yi, di] = [y[i] ?? NaN, d[i] ?? NaN];
  switch (loss.name) {
    case "squared-error": {
      const difference = write`${yi} - ${operand(di)}`;
      return { right: [sheet.conventions.squaredError === "full" ? write`2 · (${difference})` : difference] };
    }
    case "cross-entropy":
      return { right: [di === 0 ? number(0) : write`${-di} / ${operand(yi)}`] };
    case "negative-log-of-sum":
      return { right: [write`${-di} / ${grouped(targetPart(y, d))}`] };
    case "binary-cross-entropy":
      return {
        right: [
          sum([
            ...(di === 0 ? [] : [write`${-di} / ${operand(yi)}`]),
            ...(di === 1 ? [] : [write`${grouped(write`1 - ${operand(di)}`)} / (1 - ${operand(yi)})`]),
          ]),
        ],
      };
    case "multiclass-hinge":
      return hingeGradient(example.dy(N), y, i, d.indexOf(1));
    case "own":
      return {
        right: [
          write`${{ text: `entry ${i + 1} of the gradient of ${loss.id}`, exact: true }}(${list(y)}, ${list(d)})`,
        ],
      };
  }
}

function hingeGradient(
  dy: readonly number[],
  y: readonly number[],
  i: number,
  c: number,
): Pick<Step, "right" | "remark"> {
  if (i === c) {
    const others = dy.filter((_, position) => position !== c);
    return { right: [others.length === 1 ? number(-(others[0] ?? NaN)) : negative(others)] };
  }
  const value = (y[i] ?? NaN) - (y[c] ?? NaN) + 1;
  const side = value > 0 ? "> 0" : value < 0 ? "< 0" : "= 0, the margin";
  return { right: [], remark: write`as ${margin(y, i, c)} ${{ text: side, exact: true }}` };
}
