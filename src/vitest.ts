/**
 * The laws as tests of vitest, in a test file of your own.
 *
 * @example
 *   import { describeConformance } from "gradproof/vitest";
 *   describeConformance({ description: { implementation: { name: "mine" }, precision: "f64", supports }, run: (question) => … });
 */
import { afterAll, describe, test } from "vitest";
import { conformance, type Conformant, type ConformanceOptions } from "./conformance.js";

export type { Conformant, ConformanceOptions } from "./conformance.js";

/** A law may take longer than vitest's usual five seconds: a hundred cases, and the search for a small one when it breaks. */
const timeout = 300_000;

/**
 * One test per law. A violated law fails with the whole finding; a law that the implementation cannot be asked for, or that decided nothing, is
 * skipped with its reason, and does not count as passed.
 *
 * @throws RangeError when a pattern of the options fits no law.
 */
export function describeConformance(subject: Conformant, options: ConformanceOptions = {}): void {
  const { tests, close } = conformance(subject, options);
  describe("gradproof", () => {
    for (const { name, run } of tests) {
      test(name, { timeout }, async (context) => {
        const outcome = await run();
        if (!outcome.held) context.skip(outcome.reason);
      });
    }
    afterAll(close);
  });
}
