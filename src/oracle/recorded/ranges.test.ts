/**
 * The ranges of always the same cases, to the last bit. That a range is right is proved elsewhere; here none of them moves
 * unnoticed, by however little, on whatever engine. Where one has to move: UPDATE_RANGES=1 npx vitest run src/oracle/recorded
 */
import { join } from "node:path";
import { describe, it } from "vitest";
import { quantities } from "../../model/index.js";
import { toDouble } from "../radius.js";
import { certify, enclose, entriesOfEnclosure } from "../reference.js";
import { exactValue } from "../widening.js";
import { recordedCases, type Recorded } from "./testing/cases.js";
import { digest, Known, type Entry } from "./testing/record.js";

/** The widest radius, to be read; and a digest of exact values, of radii for the case's precision, and of the exact values' own. */
function rangesOf({ question, conventions, precision }: Recorded): Entry {
  const reference = certify(question, conventions, precision);
  const enclosure = enclose(question, conventions, 24, exactValue);
  return Object.fromEntries(
    quantities.map((quantity) => {
      const { exact, radius } = reference.ranges(quantity);
      const unsure = entriesOfEnclosure(question, enclosure, quantity).map((ball) => toDouble(ball.radius));
      return [quantity, `${Math.max(...radius).toPrecision(3)} ${digest([...exact, ...radius, ...unsure])}`];
    }),
  );
}

const record = new Known(join(import.meta.dirname, "ranges.json"));

describe("the recorded range of", () => {
  it.each(recordedCases.map((recorded) => [recorded.name, recorded] as const))("%s", (name, recorded) => {
    record.expectAsBefore(name, rangesOf(recorded));
  });
});

it.runIf(record.renewed)("what is recorded is written down", () => {
  record.write();
});
