/**
 * The laws as tests of node:test, in a test file of your own.
 *
 * @example
 *   import { describeConformance } from "gradproof/node-test";
 *   describeConformance({ description: { implementation: { name: "mine" }, precision: "f64", supports }, run: (question) => … });
 */
import { after, describe, test } from "node:test";
import { conformance, type Conformant, type ConformanceOptions } from "./conformance.js";

export type { Conformant, ConformanceOptions } from "./conformance.js";

/**
 * One test per law. A violated law fails with the whole finding; a law that the implementation cannot be asked for, or that decided nothing, is
 * skipped with its reason, and does not count as passed.
 *
 * @throws RangeError when a pattern of the options fits no law.
 */
export function describeConformance(subject: Conformant, options: ConformanceOptions = {}): void {
  const { tests, close } = conformance(subject, options);
  void describe("gradproof", () => {
    for (const { name, run } of tests) {
      void test(name, async (context) => {
        const outcome = await run();
        if (!outcome.held) context.skip(outcome.reason);
      });
    }
    after(close);
  });
}
