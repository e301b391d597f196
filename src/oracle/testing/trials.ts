/** What the rounding adversary achieved on random cases, and how ranges stand against it. */
import { quantities } from "../../model/index.js";
import { backward } from "../backward.js";
import type { Ball, Balls } from "../ball.js";
import type { Widening } from "../widening.js";
import { exactly } from "../decimal.js";
import { forward, parametersOf } from "../forward.js";
import { toDouble } from "../radius.js";
import { entriesOfEnclosure } from "../reference.js";
import { worstCases, type Extreme } from "./adversary.js";
import { firstForm, randomForm } from "./forms.js";
import { Implementation } from "./implementation.js";
import { Program } from "./program.js";
import { ordinary, randomQuestion, type Limits, type Question } from "./random-cases.js";
import { Random } from "./random.js";

export interface Trial {
  readonly question: Question;
  /** Per entry, the lowest and the highest value in any form. */
  readonly extremes: readonly (readonly [lowest: Extreme, highest: Extreme])[];
}

/** A format with a significand of so many bits, whose exponents have no end and whose primitives are off by 4 units. */
export function modelFormat(bits: number): Widening {
  return { u: 2 ** -bits, primitive: 8 * 2 ** -bits, eta: 0, smallestNormal: 0, largest: Infinity, bits };
}

/** Lets the adversary loose on random cases; every other one has inputs that the format holds exactly. */
export function trialsOf(
  seed: number,
  cases: number,
  forms: number,
  format: Widening,
  limits: Limits = ordinary,
): Trial[] {
  const randoms = [new Random(seed), new Random(seed + 1, format.bits)];
  return Array.from({ length: cases }, (_, position) => {
    const random = randoms[position % 2] as Random;
    return trialOf(random, tameQuestion(random, limits, format), forms, format);
  });
}

/** The model's exponents have no end, but those of its doubles have: beyond this, exponentials overflow. */
const tame = 300;

function tameQuestion(random: Random, limits: Limits, format: Widening): Question {
  for (;;) {
    const question = randomQuestion(random, limits);
    const { preactivations, activations } = new Implementation(new Program(format), firstForm, question).results();
    if ([...preactivations, ...activations].every(({ undisturbed }) => Math.abs(undisturbed) <= tame)) return question;
  }
}

/** Lets the adversary loose on one case in so many forms. */
export function trialOf(random: Random, question: Question, forms: number, format: Widening): Trial {
  const runs = random.list(forms, () => worstCases(question, randomForm(random), format));
  const [first, ...others] = runs as [(typeof runs)[number]];
  const extremes = first.map((pair, entry) => {
    const all = others.reduce<readonly Extreme[]>((values, run) => [...values, ...(run[entry] as typeof pair)], pair);
    return [all.reduce(lower), all.reduce(higher)] as const;
  });
  return { question, extremes };
}

/** The smaller of the two; NaN when one is. */
function lower(a: Extreme, b: Extreme): Extreme {
  if (typeof a === "number" && typeof b === "number") return Math.min(a, b);
  return isNaN(a) || exactly(a).lessThan(exactly(b)) ? a : b;
}

/** The larger of the two; NaN when one is. */
function higher(a: Extreme, b: Extreme): Extreme {
  if (typeof a === "number" && typeof b === "number") return Math.max(a, b);
  return isNaN(a) || exactly(a).greaterThan(exactly(b)) ? a : b;
}

function isNaN(x: Extreme): boolean {
  return typeof x === "number" ? Number.isNaN(x) : x.isNaN();
}

/** The entries of all quantities in that arithmetic, in the order of `quantities`. */
export function ballsOf({ case: question, conventions }: Question, balls: Balls): Ball[] {
  const trace = forward(balls, question, conventions, parametersOf(balls, question));
  const enclosure = { forward: trace, backward: backward(balls, question, conventions, trace) };
  return quantities.flatMap((quantity) => entriesOfEnclosure(question, enclosure, quantity));
}

/** Whether x is one of the numbers that the ball holds. */
export function holds(ball: Ball, x: Extreme): boolean {
  if (ball.unlimited) return true;
  const isFinite = typeof x === "number" ? Number.isFinite(x) : x.isFinite();
  return isFinite && exactly(x).minus(ball.mid).abs().lessThanOrEqualTo(exactly(ball.radius));
}

/** The positions of the trial's entries that escape their balls. */
export function escapes(trial: Trial, balls: Balls): number[] {
  return ballsOf(trial.question, balls).flatMap((ball, entry) =>
    trial.extremes[entry]?.every((extreme) => holds(ball, extreme)) === true ? [] : [entry],
  );
}

/** Radius over the adversary's worst error, entry by entry; entries that nothing rounds are left out. */
export function bluntness(trial: Trial, balls: Balls): number[] {
  return ballsOf(trial.question, balls).flatMap((ball, entry) => {
    const errors = (trial.extremes[entry] ?? []).map((extreme) => exactly(extreme).minus(ball.mid).abs().toNumber());
    const radius = toDouble(ball.radius);
    // The midpoints have 30 digits; what is below 10^-20 of the format is their own rounding.
    const unrounded = radius <= balls.widening.u * 1e-20 * Math.max(1, toDouble(ball.magnitude));
    return unrounded ? [] : [radius / Math.max(...errors)];
  });
}

/** The value below which that share of the numbers lies. */
export function quantile(numbers: readonly number[], share: number): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[Math.floor((sorted.length - 1) * share)] as number;
}
