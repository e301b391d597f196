/** Mistakes in activations with a kink or a step, and in their derivatives. */
import { isScalar } from "../../src/model/index.js";
import { wrongSlope, wrongValue } from "./activation-steps.js";
import type { KnownMutant } from "./mutant.js";
import { correct } from "./skeleton.js";

type Row = readonly number[];

/** As near to 0 as some implementations take for 0. */
const near = 1e-6;

const kinked: readonly string[] = ["relu", "leaky-relu", "absolute-value"];

export const kinkMutants: readonly KnownMutant[] = [
  {
    id: "activation/relu-derivative-always-one",
    title: "tests y >= 0 for relu', which is always true",
    equation: "relu-derivative",
    nearMiss: "near/relu-derivative-of-output",
    seen: [],
    steps: wrongSlope("relu", (_, y) => (y >= 0 ? 1 : 0)),
  },
  {
    id: "activation/relu-derivative-at-zero",
    title: "takes relu'(0) = 1 without declaring it",
    equation: "relu-derivative",
    nearMiss: "near/relu-one-at-zero-declared",
    seen: [],
    steps: wrongSlope("relu", (z) => (z >= 0 ? 1 : 0)),
  },
  {
    id: "activation/leaky-relu-derivative-zero",
    title: "takes 0 instead of the slope for the derivative of leaky-relu below 0",
    equation: "leaky-relu-derivative",
    nearMiss: "near/leaky-relu-as-maximum",
    seen: ["chainer PR#5898", "oneflow PR#7634"],
    steps: wrongSlope("leaky-relu", (z) => (z > 0 ? 1 : 0)),
  },
  {
    id: "activation/absolute-value-derivative-always-one",
    title: "takes 1 for the derivative of |z| on both sides of 0",
    equation: "absolute-value-derivative",
    nearMiss: "near/absolute-value-derivative-sign",
    seen: [],
    steps: wrongSlope("absolute-value", () => 1),
  },
  {
    id: "activation/unit-step-straight-through",
    title: "takes 1 for the derivative of the unit step, as the straight-through estimator does",
    equation: "unit-step-derivative",
    nearMiss: "near/unit-step-zero-at-zero-declared",
    seen: [],
    steps: wrongSlope("unit-step", () => 1),
  },
  {
    id: "activation/unit-step-zero-at-zero",
    title: "takes 0 for the unit step at 0 without declaring it",
    equation: "unit-step",
    nearMiss: "near/unit-step-zero-at-zero-declared",
    seen: [],
    steps: () => ({ value: (f, z, at) => (f.name === "unit-step" && z === 0 ? 0 : correct.value(f, z, at)) }),
  },
  {
    id: "activation/relu-derivative-two-at-zero",
    title: "counts both branches of relu' at 0, z >= 0 and z <= 0, so that relu'(0) is 2",
    equation: "relu-derivative",
    nearMiss: "near/relu-half-at-zero-declared",
    seen: [],
    steps: wrongSlope("relu", (z) => (z === 0 ? 2 : z > 0 ? 1 : 0)),
  },
  {
    id: "activation/relu-derivative-is-output",
    title: "takes max(0, z) itself for relu'",
    equation: "relu-derivative",
    nearMiss: "near/relu-derivative-of-output",
    seen: [],
    steps: wrongSlope("relu", (_, y) => y),
  },
  {
    id: "activation/relu-mask-of-first-example",
    title: "keeps the first example's mask of active relu units for the whole batch",
    equation: "relu-derivative",
    nearMiss: "near/maxout-mask",
    seen: [],
    steps: () => {
      const masks = new Map<number, Row>();
      return {
        throughActivation: (f, trace, dy, at) => {
          if (!isScalar(f) || f.name !== "relu") return correct.throughActivation(f, trace, dy, at);
          if (at.t === 0) masks.set(at.k, trace.z);
          return correct.throughActivation(f, { ...trace, z: masks.get(at.k) ?? trace.z }, dy, at);
        },
      };
    },
  },
  {
    id: "activation/leaky-relu-slope-fixed",
    title: "takes 0.01 for the slope of leaky-relu, whatever slope is asked for",
    equation: "leaky-relu",
    nearMiss: "near/leaky-relu-as-maximum",
    seen: [],
    steps: () => ({
      ...wrongValue("leaky-relu", (z) => (z > 0 ? z : 0.01 * z))(),
      ...wrongSlope("leaky-relu", (z) => (z > 0 ? 1 : 0.01))(),
    }),
  },
  {
    id: "activation/leaky-relu-derivative-zero-at-zero",
    title: "takes 0 for leaky-relu'(0), which is no slope of either side",
    equation: "leaky-relu-derivative",
    nearMiss: "near/other-kinks-declared",
    seen: [],
    steps: wrongSlope("leaky-relu", (z, _, f) => (z > 0 ? 1 : z < 0 ? f.slope : 0)),
  },
  {
    id: "activation/absolute-value-derivative-undefined",
    title: "takes z / |z| for the derivative of |z|, which is NaN at 0",
    equation: "absolute-value-derivative",
    nearMiss: "near/absolute-value-derivative-sign",
    seen: [],
    steps: wrongSlope("absolute-value", (z) => z / Math.abs(z)),
  },
  {
    id: "activation/kinks-widened",
    title: "takes 0 for the derivative of relu, leaky-relu and |z| wherever |z| is below 1e-6",
    equation: "relu-derivative",
    nearMiss: "near/other-kinks-declared",
    seen: ["tensorflow#124834"],
    steps: () => ({
      slope: (f, z, y, at) => (Math.abs(z) < near && kinked.includes(f.name) ? 0 : correct.slope(f, z, y, at)),
    }),
  },
];
