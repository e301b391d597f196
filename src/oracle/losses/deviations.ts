/** The logarithms of losses on balls as a subject may declare them (spec/conventions.md). */
import type { Deviations } from "../../model/index.js";
import { betweenZeroAndOne } from "../activations.js";
import type { Ball, Balls } from "../ball.js";
import type { ActivatedLayer, Side } from "../layer.js";
import { between, endsOf, sideOf } from "../sides.js";
import type { Divergence } from "./divergence.js";

/** The bounds of probabilities-clipped. */
interface Bounds {
  readonly least: Ball;
  readonly most: Ball;
}

/** One output, clipped: what the loss sees of it, the share of dDiv/dc that is dDiv/dy, and where it stands. */
interface Clipped {
  readonly c: Ball;
  readonly share: Ball;
  readonly side: Side;
}

/** probabilities-clipped: the loss of min(max(y, ε), 1 - ε), where that is declared. It has no form together with the last activation. */
export function clipped(balls: Balls, loss: Divergence, { "probabilities-clipped": clip }: Deviations): Divergence {
  if (clip === undefined) return loss;
  const { summed } = loss;
  const least = balls.fromDouble(clip.epsilon);
  const bounds: Bounds = { least, most: balls.subtract(balls.one, least) };
  const units = ({ y }: ActivatedLayer): Clipped[] => y.map((yi) => clippedTo(balls, yi, bounds));
  const seen = (top: ActivatedLayer): ActivatedLayer => ({
    ...top,
    y: units(top).map(({ c }) => c),
    head: undefined,
  });
  return {
    terms: (top, d) => loss.terms(seen(top), d),
    half: loss.half,
    gradient: (top, d) => {
      const shares = units(top);
      return loss.gradient(seen(top), d).map((dc, i) => passedOn(balls, dc, (shares[i] as Clipped).share));
    },
    fused: () => undefined,
    // What passes is no more than the whole.
    ...(summed === undefined ? {} : { summed: (top, d) => summed(seen(top), d) }),
    sides: (top, d) => [...loss.sides(seen(top), d), ...units(top).map(({ side }) => side)],
  };
}

/** On a bound, and where y may stand on either side of one, any share of the gradient may pass. */
function clippedTo(balls: Balls, y: Ball, { least, most }: Bounds): Clipped {
  const [below, above] = [sideOf(balls, y, least), sideOf(balls, y, most)];
  const side = below === undefined || above === undefined ? undefined : `${below} ${above}`;
  if (y.unlimited) return { c: y, share: y, side };
  if (below === -1) return { c: least, share: balls.zero, side };
  if (above === 1) return { c: most, share: balls.zero, side };
  if (below === 1 && above === -1) return { c: y, share: balls.one, side };
  const share = betweenZeroAndOne(balls);
  if (below === 0 || above === 0) return { c: y, share, side };
  const [ends, low, high] = [endsOf(y), endsOf(least), endsOf(most)];
  const c = between(balls, {
    low: ends.low.lessThan(low.low) ? low.low : ends.low,
    high: ends.high.greaterThan(high.high) ? high.high : ends.high,
  });
  return { c, share, side };
}

/** What passes whole is not multiplied by anything. */
function passedOn(balls: Balls, dc: Ball, share: Ball): Ball {
  return share === balls.one ? dc : balls.multiply(share, dc);
}

/** epsilon-in-logarithm: ε; undefined where nothing is added. */
export function addedOf(balls: Balls, { "epsilon-in-logarithm": added }: Deviations): Ball | undefined {
  return added === undefined ? undefined : balls.fromDouble(added.epsilon);
}

/** The sum of the parts, and of ε where there is one, in any order: what stands in a logarithm. */
export function argument(balls: Balls, added: Ball | undefined, ...parts: readonly Ball[]): Ball {
  const [only] = parts;
  if (added === undefined && parts.length === 1 && only !== undefined) return only;
  return balls.sumOfProducts([], added === undefined ? parts : [...parts, added]);
}
