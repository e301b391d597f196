/** Layer normalization by hand: the means that its formulas are made of. */
import { M, type Example, type Sheet } from "./sheet.js";
import { key, keys, type Step } from "./step.js";
import { grouped, operand, product, sum, write } from "./written.js";

function mean(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0) / values.length;
}

/** Mean and variance, as layer normalization takes them. */
export function moments(z: readonly number[]): { readonly m: number; readonly v: number } {
  const m = mean(z);
  return { m, v: mean(z.map((value) => (value - m) ** 2)) };
}

/** m and v. */
export function momentSteps(sheet: Sheet, example: Example, k: number): Step[] {
  const z = example.z(k);
  const { m, v } = moments(z);
  const shared = { equations: ["layer-normalization"], example: example.t } as const;
  const squares = sum(z.map((value) => write`(${value} - ${operand(m)})²`));
  return [
    {
      ...shared,
      key: key("m", example.t, k),
      name: sheet.name("m", k, 1),
      right: [write`(${sum(z)}) / ${z.length}`],
      value: m,
      needs: keys("z", [example.t, k], z.length),
    },
    {
      ...shared,
      key: key("v", example.t, k),
      name: sheet.name("v", k, 1),
      right: [write`(${squares}) / ${z.length}`],
      value: v,
      needs: [key("m", example.t, k), ...keys("z", [example.t, k], z.length)],
    },
  ];
}

/** The means of dy and of dy ∘ y. */
export function gradientMeans(
  y: readonly number[],
  dy: readonly number[],
): { readonly shift: number; readonly slope: number } {
  return { shift: mean(dy), slope: mean(dy.map((value, i) => value * (y[i] ?? NaN))) };
}

/** The two means of layer normalization's gradient. */
export function meanSteps(sheet: Sheet, example: Example, k: number): Step[] {
  const [y, dy, { t }] = [example.y(k), example.dy(k), example];
  const { shift, slope } = gradientMeans(y, dy);
  const shared = { equations: ["layer-normalization-gradient"], example: t } as const;
  const needs = keys("dy", [t, k], M(sheet, k));
  return [
    {
      ...shared,
      key: key("mean dy", t, k),
      name: "mean(dy)",
      right: [write`${grouped(sum(dy))} / ${dy.length}`],
      value: shift,
      needs,
    },
    {
      ...shared,
      key: key("mean dy·y", t, k),
      name: "mean(dy ∘ y)",
      right: [write`${grouped(sum(dy.map((value, i) => product(value, y[i] ?? NaN))))} / ${dy.length}`],
      value: slope,
      needs: [...needs, ...keys("y", [t, k], M(sheet, k))],
    },
  ];
}
