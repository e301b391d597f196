/** Ranges that are too wide somewhere. */
import { times } from "../radius.js";
import {
  format,
  gamma,
  gradient,
  gradients,
  incoming,
  method,
  monomials,
  negativeLogarithms,
  outputs,
  probabilities,
  result,
  results,
  rule,
  scaled,
  share,
  terms,
  uncertainBiases,
  uncertainHinge,
  undecided,
  unit,
  wider,
  withoutExactSums,
  type Inflate,
} from "./inflating.js";
import type { RuleName } from "./rule-cases.js";

/** Each inflation, and the rule whose figure must show it. */
export const inflations: Readonly<Record<string, readonly [Inflate, RuleName]>> = {
  "γ of a sum of products": [gamma, "sum of products"],
  "γ of a sum without products": [gamma, "sum over the batch"],
  "γ on the way back through weights": [gamma, "back through weights"],
  "what comes in with the second factors of a sum": [incoming, "back through weights"],
  "what comes in with z of an activation": [
    rule(
      "activate",
      (factor) => (own, balls, activation, z, conventions) =>
        own(balls, activation, wider(balls, z, factor), conventions),
    ),
    "logistic of a rounded z",
  ],
  "what comes in with the logits of softmax": [
    rule(
      "softmax",
      (factor) => (own, balls, z) =>
        own(
          balls,
          z.map((zj) => wider(balls, zj, factor)),
        ),
    ),
    "softmax of rounded logits",
  ],
  "the rounding of an addition": [method("add"), "difference"],
  "the rounding of a product": [method("multiply"), "leaky relu"],
  "the rounding of a quotient": [method("divide"), "quotient"],
  "the rounding of 1/T": [share, "division by T"],
  "the rounding of a number that the format does not hold": [method("fromDouble"), "conversion"],
  "the unit roundoff of f32": [format(({ u }, factor) => (u > 1e-10 ? { u: factor * u } : {})), "conversion"],
  "what is lost by underflow": [format(({ eta }, factor) => ({ eta: factor * eta })), "underflow"],
  "what a primitive may lose": [format(({ primitive }, factor) => ({ primitive: factor * primitive })), "logistic"],
  "what overflows": [format(({ largest }, factor) => ({ largest: largest / factor })), "largest number"],
  "the bits that a sum may not exceed": [
    format(({ bits }, factor) => ({ bits: bits - Math.log2(factor) })),
    "exact sum of 50 bits",
  ],
  "a sum of exact terms": [withoutExactSums, "exact sum"],
  "a loss of exact terms": [withoutExactSums, "exact loss"],
  "gradients by biases taken for rounded": [uncertainBiases, "exact gradient by biases"],
  logistic: [unit("logistic", "y"), "logistic"],
  "logistic'": [unit("logistic", "slope"), "logistic'"],
  tanh: [unit("tanh", "y"), "tanh"],
  "tanh'": [unit("tanh", "slope"), "tanh'"],
  softplus: [unit("softplus", "y"), "softplus"],
  "softplus'": [unit("softplus", "slope"), "softplus'"],
  "leaky relu": [unit("leaky-relu", "y"), "leaky relu"],
  "the slope of relu away from 0": [undecided("relu", "slope"), "relu"],
  "the slope of the absolute value away from 0": [undecided("absolute-value", "slope"), "absolute value"],
  "unit step away from 0": [undecided("unit-step", "y"), "unit step"],
  softmax: [probabilities, "softmax"],
  "-ln of a softmax": [negativeLogarithms, "cross-entropy"],
  "back through softmax": [results("softmaxBackward"), "back through softmax"],
  "log-softmax": [outputs("logSoftmax"), "log-softmax"],
  "back through log-softmax": [gradients("logSoftmax"), "back through log-softmax"],
  "back through maxout": [gradients("maxout"), "maxout"],
  "a linear map": [outputs("linearMap"), "linear map"],
  "back through a linear map": [gradients("linearMap"), "back through a linear map"],
  "the root of layer normalization": [
    rule(
      "lossesOf",
      (factor) =>
        (own, ...rest) =>
          scaled(own(...rest), "root", factor),
    ),
    "layer normalization",
  ],
  "the mean of layer normalization": [
    rule(
      "lossesOf",
      (factor) =>
        (own, ...rest) =>
          scaled(own(...rest), "mean", factor),
    ),
    "layer normalization",
  ],
  "layer normalization": [
    rule(
      "valueLoss",
      (factor) =>
        (own, ...rest) =>
          times(factor, own(...rest)),
    ),
    "layer normalization",
  ],
  "back through layer normalization": [
    rule(
      "gradientLoss",
      (factor) =>
        (own, ...rest) =>
          times(factor, own(...rest)),
    ),
    "back through layer normalization",
  ],
  "a monomial": [monomials, "polynomial"],
  "back through a polynomial": [gradients("polynomial"), "back through a polynomial"],
  "squared error": [terms("squared-error"), "squared error"],
  "dY of the squared error": [gradient("squared-error", "gradient"), "difference"],
  "cross-entropy": [terms("cross-entropy"), "cross-entropy"],
  "dY of cross-entropy": [gradient("cross-entropy", "gradient"), "quotient"],
  "softmax and cross-entropy": [gradient("cross-entropy", "fused"), "softmax and cross-entropy"],
  "negative logarithm of a sum": [result("softmaxNegativeLog"), "negative logarithm of a sum"],
  "softmax and negative logarithm of a sum": [
    results("softmaxNegativeLogGradient"),
    "softmax and negative logarithm of a sum",
  ],
  "-ln y of a logistic unit": [result("negativeLnLogistic"), "binary cross-entropy"],
  "-ln(1 - y) of a logistic unit": [result("negativeLnOneMinusLogistic"), "binary cross-entropy of the absent class"],
  "logistic and binary cross-entropy": [gradient("binary-cross-entropy", "fused"), "logistic and binary cross-entropy"],
  "a margin of the hinge": [terms("multiclass-hinge"), "hinge"],
  "dY of the hinge": [uncertainHinge, "hinge's gradient"],
  exp: [result("exp"), "own exponential"],
  ln: [result("ln"), "own logarithm"],
  "-ln": [result("negativeLn"), "cross-entropy of logistic units"],
  "a square root": [result("squareRoot"), "own square root"],
  "the penalty": [result("penalty"), "penalty"],
  "the penalty's gradient": [result("penaltyGradient"), "penalty's gradient"],
  "the roundings of a penalty within every example": [
    rule("insideExamples", (factor) => (own, question) => factor * own(question)),
    "penalty's gradient",
  ],
};
