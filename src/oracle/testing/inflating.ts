/** Ways to make a range too wide: one rule, or one operation of the arithmetic. */
import { vi } from "vitest";
import type { ActivationName, Loss } from "../../model/index.js";
import { Balls, type Ball } from "../ball.js";
import type { Losses } from "../activations/moment-losses.js";
import type { Divergence } from "../losses/divergence.js";
import { times, type Radius } from "../radius.js";
import type { Widening } from "../widening.js";
import { substitute, type Substitute } from "./substitutes.js";

type Rules = typeof import("../activations.js") &
  typeof import("../activations/layer-normalization.js") &
  typeof import("../activations/linear-map.js") &
  typeof import("../activations/log-softmax.js") &
  typeof import("../activations/maxout.js") &
  typeof import("../activations/moment-losses.js") &
  typeof import("../activations/monomial.js") &
  typeof import("../activations/normalization-losses.js") &
  typeof import("../activations/polynomial.js") &
  typeof import("../backward.js") &
  typeof import("../elementary.js") &
  typeof import("../forward.js") &
  typeof import("../losses.js") &
  typeof import("../losses/logistic-cross-entropy.js") &
  typeof import("../losses/penalty.js") &
  typeof import("../losses/softmax-negative-log.js") &
  typeof import("../softmax.js") &
  typeof import("../widening.js");

/** A ball with a radius so many times its own. */
export function wider(balls: Balls, ball: Ball, factor: number): Ball {
  if (ball.unlimited || ball.exact !== undefined) return ball;
  return balls.limited(ball.mid, times(factor, ball.radius));
}

/** A ball that is not known to the last bit. */
function uncertain(balls: Balls, ball: Ball): Ball {
  return ball.exact === undefined ? ball : balls.rounded(ball.mid, 0, 1);
}

/** Puts the inflated rule in the place of the rule itself, its range so many times as wide. */
export type Inflate = (factor: number) => void;
type Layer = { readonly y: readonly Ball[]; readonly backward: (dy: readonly Ball[]) => Ball[] };

export const rule =
  <Name extends keyof Rules & string>(name: Name, by: (factor: number) => Substitute<Rules[Name]>): Inflate =>
  (factor) =>
    substitute<Rules, Name>(name, by(factor));

/** What is not a matter of degree: a factor of 1 leaves it alone. */
const switched =
  (inflate: Inflate): Inflate =>
  (factor) => {
    if (factor !== 1) inflate(factor);
  };

type Method = (this: Balls, ...operands: unknown[]) => Ball;

/** A method of the arithmetic itself. */
export function method(name: "add" | "multiply" | "divide" | "fromDouble"): Inflate {
  const methods = Balls.prototype as unknown as Record<string, Method>;
  const original = methods[name] as Method;
  return (factor) => {
    vi.spyOn(methods, name).mockImplementation(function (this: Balls, ...operands) {
      return wider(this, original.apply(this, operands), factor);
    });
  };
}

export const gamma: Inflate = (factor) => {
  const original = Balls.prototype.gamma;
  vi.spyOn(Balls.prototype, "gamma").mockImplementation(function (this: Balls, n: number): Radius {
    return times(factor, original.call(this, n));
  });
};

/** What comes in with the second factors of a sum. */
export const incoming: Inflate = (factor) => {
  const original = Balls.prototype.sumOfProducts;
  vi.spyOn(Balls.prototype, "sumOfProducts").mockImplementation(function (this: Balls, products, ...rest) {
    const terms = products.map(([x, y]) => [x, wider(this, y, factor)] as const);
    return original.call(this, terms, ...rest);
  });
};

export const withoutExactSums = switched(() => {
  const original = Balls.prototype.sumOfProducts;
  vi.spyOn(Balls.prototype, "sumOfProducts").mockImplementation(function (this: Balls, products, addends, more) {
    return original.call(this, products, addends, more, false);
  });
});

export const format = (change: (widening: Widening, factor: number) => Partial<Widening>): Inflate =>
  rule("wideningOf", (factor) => (own, precision) => {
    const widening = own(precision);
    return { ...widening, ...change(widening, factor) };
  });

export const unit = (name: ActivationName, part: "y" | "slope"): Inflate =>
  rule("activate", (factor) => (own, balls, activation, z, conventions) => {
    const activated = own(balls, activation, z, conventions);
    return activation.name === name ? { ...activated, [part]: wider(balls, activated[part], factor) } : activated;
  });

/** What is one thing or the other is taken for anything in between. */
export const undecided = (name: ActivationName, part: "y" | "slope"): Inflate =>
  switched(
    rule("activate", () => (own, balls, activation, z, conventions) => {
      const activated = own(balls, activation, z, conventions);
      const anything = balls.limited(balls.reals.zero, 1);
      return activation.name === name ? { ...activated, [part]: anything } : activated;
    }),
  );

type Of<Result> = Record<string, (balls: Balls, ...operands: unknown[]) => Result>;

/** The one ball that a rule returns. */
export const result =
  (name: keyof Rules): Inflate =>
  (factor) =>
    substitute<Of<Ball>, string>(name, (own, balls, ...rest) => wider(balls, own(balls, ...rest), factor));

/** All balls that a rule returns. */
export const results =
  (name: keyof Rules): Inflate =>
  (factor) =>
    substitute<Of<Ball[]>, string>(name, (own, balls, ...rest) =>
      own(balls, ...rest).map((ball) => wider(balls, ball, factor)),
    );

/** y of an activation. */
export const outputs =
  (name: keyof Rules): Inflate =>
  (factor) =>
    substitute<Of<Layer>, string>(name, (own, balls, ...rest) => {
      const layer = own(balls, ...rest);
      return { ...layer, y: layer.y.map((y) => wider(balls, y, factor)) };
    });

/** dz of an activation. */
export const gradients =
  (name: keyof Rules): Inflate =>
  (factor) =>
    substitute<Of<Layer>, string>(name, (own, balls, ...rest) => {
      const layer = own(balls, ...rest);
      return { ...layer, backward: (dy) => layer.backward(dy).map((d) => wider(balls, d, factor)) };
    });

const loss = (name: Loss["name"], change: (balls: Balls, own: Divergence, factor: number) => Divergence): Inflate =>
  rule("divergenceOf", (factor) => (own, balls, asked, conventions) => {
    const divergence = own(balls, asked, conventions);
    return asked.name === name ? change(balls, divergence, factor) : divergence;
  });

export const terms = (name: Loss["name"]): Inflate =>
  loss(name, (balls, own, factor) => ({
    ...own,
    terms: (top, d) => own.terms(top, d).map(([x, y]) => [wider(balls, x, factor), wider(balls, y, factor)] as const),
  }));

export const gradient = (name: Loss["name"], part: "gradient" | "fused"): Inflate =>
  loss(name, (balls, own, factor) => ({
    ...own,
    [part]: (...[top, d]: Parameters<Divergence["gradient"]>) => own[part](top, d)?.map((g) => wider(balls, g, factor)),
  }));

export const probabilities: Inflate = rule("softmax", (factor) => (own, balls, z) => {
  const row = own(balls, z);
  return { ...row, p: row.p.map((p) => wider(balls, p, factor)) };
});

export const negativeLogarithms: Inflate = rule("softmax", (factor) => (own, balls, z) => {
  const row = own(balls, z);
  return { ...row, negativeLog: (k) => wider(balls, row.negativeLog(k), factor) };
});

export const monomials: Inflate = rule("product", (factor) => (own, balls, factors) => {
  const product = own(balls, factors);
  return product && { ...product, lost: times(factor, product.lost) };
});

export const uncertainBiases: Inflate = switched(
  rule("backward", () => (own, balls, ...rest) => {
    const trace = own(balls, ...rest);
    return { ...trace, biases: trace.biases.map((row) => row.map((b) => uncertain(balls, b))) };
  }),
);

export const uncertainHinge: Inflate = switched(
  loss("multiclass-hinge", (balls, own) => ({
    ...own,
    gradient: (top, d) => own.gradient(top, d).map((g) => uncertain(balls, g)),
  })),
);

export function scaled(losses: Losses, part: "root" | "mean", factor: number): Losses {
  return { ...losses, [part]: times(factor, losses[part]) };
}

export const share: Inflate = rule(
  "share",
  (factor) =>
    (own, balls, ...rest) =>
      wider(balls, own(balls, ...rest), factor),
);
