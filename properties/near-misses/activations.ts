/** Other forms of the scalar activations and their derivatives. */
import { correct, type Steps } from "../mutants/index.js";
import type { ScalarActivation } from "../../src/model/index.js";
import type { NearMiss } from "./near-miss.js";

type Name = ScalarActivation["name"];

/** The value of one activation in another form. */
const value =
  <N extends Name>(name: N, form: (z: number, f: Extract<ScalarActivation, { name: N }>) => number) =>
  (): Partial<Steps> => ({
    value: (f, z, at) =>
      f.name === name ? form(z, f as Extract<ScalarActivation, { name: N }>) : correct.value(f, z, at),
  });

/** The derivative of one activation in another form. */
const slope = (name: Name, form: (z: number, y: number) => number) => (): Partial<Steps> => ({
  slope: (f, z, y, at) => (f.name === name ? form(z, y) : correct.slope(f, z, y, at)),
});

const softplus = (z: number): number => Math.max(z, 0) + Math.log1p(Math.exp(-Math.abs(z)));

const values: readonly NearMiss[] = [
  {
    id: "near/logistic-from-tanh",
    title: "computes the logistic as (1 + tanh(z/2)) / 2",
    steps: value("logistic", (z) => (1 + Math.tanh(z / 2)) / 2),
  },
  {
    id: "near/tanh-from-exponential",
    title: "computes tanh as ±(1 - E) / (1 + E) with E = e^-2|z|, which cannot overflow",
    steps: value("tanh", (z) => {
      const E = Math.exp(-2 * Math.abs(z));
      return (Math.sign(z) * (1 - E)) / (1 + E);
    }),
  },
  {
    id: "near/leaky-relu-as-maximum",
    title: "computes leaky-relu as max(z, slope · z), the same for every slope up to 1",
    steps: value("leaky-relu", (z, f) => Math.max(z, f.slope * z)),
  },
  {
    id: "near/softplus-beyond-forty",
    title: "returns z for softplus above 40, where e^-z is less than half a unit in the last place of z",
    steps: value("softplus", (z) => (z > 40 ? z : softplus(z))),
  },
  {
    id: "near/plain-formulas",
    title: "types the textbook's plain formulas: e^z / Σ e^z, 1 / (1 + e^-z), ln(1 + e^z), tanh from exponentials",
    steps: () => ({
      softmax: (z) => {
        const e = z.map(Math.exp);
        const sum = e.reduce((total, value) => total + value, 0);
        return e.map((value) => value / sum);
      },
      value: (f, z, at) => {
        if (f.name === "logistic") return 1 / (1 + Math.exp(-z));
        if (f.name === "softplus") return Math.log(1 + Math.exp(z));
        return f.name === "tanh"
          ? (Math.exp(z) - Math.exp(-z)) / (Math.exp(z) + Math.exp(-z))
          : correct.value(f, z, at);
      },
    }),
    coreOnly: true,
  },
];

const slopes: readonly NearMiss[] = [
  {
    id: "near/derivatives-of-preactivation",
    title: "computes derivatives from z: 4E / (1 + E)² for tanh, E / (1 + E)² for the logistic",
    steps: () => ({
      slope: (f, z, y, at) => {
        const E = Math.exp(-Math.abs(f.name === "tanh" ? 2 * z : z));
        if (f.name === "tanh") return (4 * E) / ((1 + E) * (1 + E));
        return f.name === "logistic" ? E / ((1 + E) * (1 + E)) : correct.slope(f, z, y, at);
      },
    }),
  },
  {
    id: "near/tanh-derivative-factored",
    title: "takes (1 - y)(1 + y) for tanh'",
    steps: slope("tanh", (_, y) => (1 - y) * (1 + y)),
  },
  {
    id: "near/softplus-derivative-of-output",
    title: "takes 1 - e^-y for the softplus's derivative",
    steps: slope("softplus", (_, y) => 1 - Math.exp(-y)),
  },
  {
    id: "near/relu-derivative-of-output",
    title: "tests y > 0 for relu', which is the same as z > 0",
    steps: slope("relu", (_, y) => (y > 0 ? 1 : y === 0 ? 0 : NaN)),
  },
  {
    id: "near/absolute-value-derivative-sign",
    title: "takes the sign of z for the derivative of |z|",
    steps: slope("absolute-value", Math.sign),
  },
  {
    id: "near/derivative-kept-from-forward",
    title: "computes the derivatives in the forward pass and keeps them for the way back",
    steps: () => {
      const kept = new Map<string, number>();
      const key = (k: number, t: number, z: number): string => `${k} ${t} ${Object.is(z, -0) ? "-0" : z}`;
      return {
        read: (question) => {
          kept.clear();
          return question;
        },
        value: (f, z, at) => {
          const y = correct.value(f, z, at);
          kept.set(key(at.k, at.t, z), correct.slope(f, z, y, at));
          return y;
        },
        slope: (_f, z, _y, at) => kept.get(key(at.k, at.t, z)) ?? NaN,
      };
    },
  },
];

export const activationNearMisses: readonly NearMiss[] = [...values, ...slopes];
