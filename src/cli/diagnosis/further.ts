/** Which further cases are worth a question. */
import type { Case } from "../../model/index.js";
import type { Draw } from "../../../properties/support/further-questions.js";

export interface Plan {
  /** How many portions are looked through. */
  readonly portions: number;
  /** How many cases are taken at most. */
  readonly most: number;
  /** Whether each must have a trait that none before has had. */
  readonly isVaried: boolean;
}

/** The cases that are meant, one at a time: what is meant may depend on what has come of those before. */
export function* further(
  draw: Draw,
  { portions, most, isVaried }: Plan,
  isMeant: (question: Case) => boolean,
): Generator<Case> {
  const known = new Set<string>();
  let left = most;
  for (let number = 0; number < portions; number++) {
    for (const question of draw(number)) {
      if (left === 0) return;
      const traits = traitsOf(question);
      if ((isVaried && traits.every((trait) => known.has(trait))) || !isMeant(question)) continue;
      traits.forEach((trait) => known.add(trait));
      left -= 1;
      yield question;
    }
  }
}

/** Each portion is drawn once. */
export function remembered(draw: Draw): Draw {
  const drawn = new Map<number, readonly Case[]>();
  return (number) => {
    const cases = drawn.get(number) ?? draw(number);
    drawn.set(number, cases);
    return cases;
  };
}

/** What a case has that another one may not have. */
function traitsOf({ network, loss, regularizer, batch }: Case): string[] {
  const few = (count: number): number => Math.min(count, 3);
  return [
    `${few(network.layers.length)} layers`,
    `${few(batch.inputs.length)} examples`,
    regularizer === null ? "no penalty" : "a penalty",
    loss.name,
    ...network.layers.map(({ activation }) => activation.name),
  ];
}
