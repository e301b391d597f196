/** The backward pass by hand, from the last layer down; then what the batch makes of it. */
import { depth, layerOf } from "../../model/index.js";
import { outputGradientSteps } from "./losses.js";
import { D, M, type Example, type Sheet } from "./sheet.js";
import { key, keys, type Step } from "./step.js";
import { preactivationGradientSteps } from "./through-activation.js";
import { number, product, sum } from "./written.js";

export function backwardSteps(sheet: Sheet, example: Example): Step[] {
  const N = depth(sheet.question.network);
  const layers = Array.from({ length: N }, (_, position) => N - position);
  return [
    ...outputGradientSteps(sheet, example),
    ...layers.flatMap((k) => [
      ...preactivationGradientSteps(sheet, example, k),
      ...weightGradientSteps(sheet, example, k),
      ...biasGradientSteps(sheet, example, k),
      ...gradientBelowSteps(sheet, example, k),
    ]),
  ];
}

/** weight-gradient: ∂Div/∂w_ij^(k) = y_i^(k-1) ∂Div/∂z_j^(k). The key has the row j first, as the weights have. */
function weightGradientSteps(sheet: Sheet, example: Example, k: number): Step[] {
  const [inputs, units] = [M(sheet, k - 1), D(sheet, k)];
  return example.dz(k).flatMap((dz, j) =>
    example.y(k - 1).map((y, i) => ({
      key: key("dw", example.t, k, j + 1, i + 1),
      name: sheet.name("dw", k, inputs * units, i + 1, j + 1),
      right: [product(y, dz)],
      value: y * dz,
      equations: ["weight-gradient"] as const,
      needs: [key("y", example.t, k - 1, i + 1), key("dz", example.t, k, j + 1)],
      example: example.t,
    })),
  );
}

/** bias-gradient: ∂Div/∂b_j^(k) = ∂Div/∂z_j^(k) */
function biasGradientSteps(sheet: Sheet, example: Example, k: number): Step[] {
  return example.dz(k).map((dz, j) => ({
    key: key("db", example.t, k, j + 1),
    name: sheet.name("db", k, D(sheet, k), j + 1),
    right: [number(dz)],
    value: dz,
    equations: ["bias-gradient"],
    needs: [key("dz", example.t, k, j + 1)],
    example: example.t,
  }));
}

/** activation-gradient: ∂Div/∂y_i^(k-1) = Σ_j w_ij^(k) ∂Div/∂z_j^(k); for layer 0 it is the derivative by the inputs. */
function gradientBelowSteps(sheet: Sheet, example: Example, k: number): Step[] {
  const { weights } = layerOf(sheet.question.network, k);
  const units = M(sheet, k - 1);
  return example.dy(k - 1).map((value, i) => ({
    key: key("dy", example.t, k - 1, i + 1),
    name: k === 1 ? `dx${units === 1 ? "" : `_${i + 1}`}` : sheet.name("dy", k - 1, units, i + 1),
    right: [sum(example.dz(k).map((dz, j) => product(weights[j]?.[i] ?? NaN, dz)))],
    value,
    equations: [k === 1 ? "input-gradient" : "activation-gradient"],
    needs: keys("dz", [example.t, k], D(sheet, k)),
    example: example.t,
  }));
}
