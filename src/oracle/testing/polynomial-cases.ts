/** A polynomial where one of its errors stands out from all the others. */
import { defaultConventions } from "../../model/index.js";
import { oneLayer } from "./one-layer.js";
import type { Question } from "./random-cases.js";
import type { Random } from "./random.js";

/** y = z_2 + c z_1 z_2 with a small z_1: nothing is rounded in 1 + c z_1 but the sum, and then its product with dy. */
export function slopeNearOne(random: Random): Question {
  const monomials = [
    { coefficient: 1, powers: [0, 1] },
    { coefficient: random.between(0.5, 1), powers: [1, 1] },
  ];
  const weights = [[random.between(0.5, 1) / 256], [random.integer(1, 7)]];
  const question = oneLayer({ name: "polynomial", outputs: [monomials] }, weights, [1], [random.between(-2, 0)]);
  return { case: question, conventions: defaultConventions };
}
