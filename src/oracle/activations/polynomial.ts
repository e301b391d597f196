/** The polynomial activation on balls. */
import type { Monomial } from "../../model/index.js";
import type { Ball, Balls } from "../ball.js";
import { plus, times, total, type Radius } from "../radius.js";
import { ballOf, boundOf, isPowerOfTwo, product, sumOf, type Factor, type Sum } from "./monomial.js";

/** One output: its monomials, and the terms of its derivative by each z_i. */
interface Output {
  readonly terms: readonly (readonly Factor[])[];
  /** Shape [D][terms]. */
  readonly slopes: readonly (readonly (readonly Factor[])[])[];
  /** ∂y/∂z_i. Shape [D]; undefined where it may overflow on the way. */
  readonly slopeSums: readonly (Sum | undefined)[];
}

/**
 * y_j = Σ_m c_m Π_i z_i^p_mi and dz_i = Σ_j dy_j ∂y_j/∂z_i (polynomial-activation and polynomial-jacobian,
 * spec/activations.md; 000 L762).
 *
 * @param outputs - the monomials of each output. Shape [M][terms].
 * @param z - Shape [D].
 */
export function polynomial(
  balls: Balls,
  outputs: readonly (readonly Monomial[])[],
  z: readonly Ball[],
): { y: readonly Ball[]; backward: (dy: readonly Ball[]) => Ball[] } {
  const prepared = outputs.map((monomials) => prepare(balls, monomials, z));
  return {
    y: prepared.map((output) => valueOf(balls, output, z)),
    backward: (dy) => z.map((_, i) => gradientOf(balls, prepared, dy, i)),
  };
}

function prepare(balls: Balls, monomials: readonly Monomial[], z: readonly Ball[]): Output {
  const slopes = z.map((_, i) =>
    monomials.flatMap((monomial) => {
      const power = monomial.powers[i] as number;
      return power === 0 ? [] : [[factor(balls, power), ...factorsOf(balls, lowered(monomial, i), z)]];
    }),
  );
  return {
    terms: monomials.map((monomial) => factorsOf(balls, monomial, z)),
    slopes,
    slopeSums: slopes.map((terms) =>
      sumOf(
        balls,
        terms.map((term) => product(balls, term)),
      ),
    ),
  };
}

/** c, then the powers of z that are not 1; z_i^0 = 1 whatever z_i is. */
function factorsOf(balls: Balls, { coefficient, powers }: Monomial, z: readonly Ball[]): Factor[] {
  const variables = powers.flatMap((power, i) => (power === 0 ? [] : [{ ball: z[i] as Ball, power }]));
  return [factor(balls, coefficient), ...variables];
}

function factor(balls: Balls, x: number): Factor {
  return { ball: balls.fromDouble(x), power: 1 };
}

/** The monomial with z_i^(p - 1) in place of z_i^p. */
function lowered({ coefficient, powers }: Monomial, i: number): Monomial {
  return { coefficient, powers: powers.map((power, l) => (l === i ? power - 1 : power)) };
}

/**
 * y_j. What comes in with z is bounded term by term, or by the mean value theorem: terms that cancel in ∂y/∂z do not
 * pass its error on.
 */
function valueOf(balls: Balls, { terms, slopeSums }: Output, z: readonly Ball[]): Ball {
  const throughSlopes = slopeSums.map((slope, i) => {
    const { radius } = z[i] as Ball;
    return slope === undefined ? Infinity : times(boundOf(slope), radius);
  });
  const throughCoefficients = terms.map(([coefficient, ...variables]) => {
    const rest = product(balls, variables);
    return rest === undefined ? Infinity : times((coefficient as Factor).ball.radius, rest.bound);
  });
  const value = sumOf(
    balls,
    terms.map((term) => product(balls, term)),
  );
  return ballOf(balls, value, total(...throughSlopes, ...throughCoefficients));
}

/**
 * dz_i, through the Jacobian or as one running total of dy_j times each term of ∂y_j/∂z_i. The total rounds at the size of
 * all its terms, in the number of which the sums of the Jacobian and over the outputs are contained.
 */
function gradientOf(balls: Balls, outputs: readonly Output[], dy: readonly Ball[], i: number): Ball {
  const slopeOf = ({ slopeSums }: Output): Sum | undefined => slopeSums[i];
  if (dy.some((d) => d.unlimited) || outputs.some((output) => slopeOf(output) === undefined)) return balls.unlimited;
  const running = sumOf(
    balls,
    outputs.flatMap(({ slopes }, j) =>
      (slopes[i] as readonly (readonly Factor[])[]).map((term) =>
        product(balls, [...term, { ball: dy[j] as Ball, power: 1 }]),
      ),
    ),
  );
  const moved = outputs.map((output, j): Radius => {
    const slope = slopeOf(output) as Sum;
    const { radius, magnitude } = dy[j] as Ball;
    return plus(times(boundOf(slope), radius), times(magnitude, slope.moved));
  });
  const multiplied = outputs.map((output, j) => {
    const terms = output.slopes[i] as readonly (readonly Factor[])[];
    return isMultipliedAgain(terms) ? times(boundOf(slopeOf(output) as Sum), (dy[j] as Ball).bound) : 0;
  });
  const again = times(balls.gamma(1), total(...multiplied));
  return ballOf(balls, running && { ...running, lost: plus(running.lost, again) }, total(...moved));
}

/**
 * Whether the sum of the terms costs a rounding when it is multiplied by dy_j, and one of the terms alone does not: where that is a power
 * of two, and others are added to it.
 */
function isMultipliedAgain(terms: readonly (readonly Factor[])[]): boolean {
  return terms.length > 1 && terms.some((factors) => factors.every(({ ball }) => isPowerOfTwo(ball)));
}
