/** Finite differences and proved digits of always the same cases, as ranges.test.ts has their ranges. */
import { join } from "node:path";
import { describe, it } from "vitest";
import { placeOf, quantities, type Quantity } from "../../model/index.js";
import { finiteDifferences, type FiniteDifference } from "../finite-differences.js";
import { certify } from "../reference.js";
import { recordedDifferences, type Recorded } from "./testing/cases.js";
import { Known, type Entry } from "./testing/record.js";

const gradients = quantities.filter((quantity) => quantity.startsWith("gradients."));

/** By the last entry of every quantity, and the digits of the first. */
function differencesOf({ question, conventions, precision }: Recorded): Entry {
  const differenceAt = finiteDifferences(question, conventions);
  const reference = certify(question, conventions, precision);
  const atLast = (quantity: Quantity): FiniteDifference =>
    differenceAt(placeOf(question, quantity, reference.ranges(quantity).exact.length - 1));
  return Object.fromEntries(
    gradients.map((quantity) => [quantity, `${textOf(atLast(quantity))}; ${reference.digits(quantity, 0)}`]),
  );
}

function textOf(difference: FiniteDifference): string {
  switch (difference.kind) {
    case "smooth":
      return `${difference.nearest} ± ${difference.error}`;
    case "kink":
      return `from ${difference.left} to ${difference.right}`;
    case "unknown":
      return "unknown";
  }
}

const record = new Known(join(import.meta.dirname, "differences.json"));

describe("the recorded difference of", () => {
  it.each(recordedDifferences.map((recorded) => [recorded.name, recorded] as const))("%s", (name, recorded) => {
    record.expectAsBefore(name, differencesOf(recorded));
  });
});

it.runIf(record.renewed)("what is recorded is written down", () => {
  record.write();
});
