/** Whether numbers come through the adapter unharmed: a network of identities must return what it is given. */
import { precisions, valueOf, type Answer, type Case, type Description, type Quantity } from "../../model/index.js";
import { representable } from "../../../properties/arbitraries/numbers.js";
import { adviceOn } from "./advice.js";
import { mend, ok, open, type Check } from "./check.js";
import type { Interview, Outcome } from "./interview.js";

/** Where the number shows: a quantity of the last layer that is the input itself. */
const seenIn = ["outputs", "preactivations", "activations"] as const satisfies readonly Quantity[];

export async function checkNumbers(
  description: Description,
  identity: Case | undefined,
  interview: Interview,
): Promise<readonly Check[]> {
  const { observes, specialValues } = description.supports;
  const quantity = seenIn.find((name) => observes.includes(name));
  const special = specialValues === true ? [NaN, Infinity, -Infinity] : [];
  const names = ["numbers", ...(special.length > 0 ? ["NaN and infinities"] : [])];
  if (identity === undefined || quantity === undefined) {
    const why = identity === undefined ? "identity under squared-error with one unit" : seenIn.join(", ");
    return names.map((name) => open(name, `cannot be looked at: the subject does not offer ${why}`));
  }
  const through = (name: string, numbers: readonly number[]): Promise<Check> =>
    roundTrip(name, numbers, { identity, quantity, interview });
  const checks = [await through("numbers", numbersOf(description))];
  if (special.length > 0) checks.push(await through("NaN and infinities", special));
  return checks;
}

/** The ends of the precision's range, and a number of which every digit counts. */
function numbersOf({ precision }: Description): readonly number[] {
  const { smallestSubnormal, largest } = precisions[precision];
  return [-0, smallestSubnormal, largest, -largest, precision === "f64" ? 0.1 : representable(0.1, precision), 1];
}

interface Setting {
  readonly identity: Case;
  readonly quantity: (typeof seenIn)[number];
  readonly interview: Interview;
}

async function roundTrip(name: string, numbers: readonly number[], setting: Setting): Promise<Check> {
  const through: string[] = [];
  for (const number of numbers) {
    // With targets like inputs the loss does not overflow.
    const batch = { inputs: [[number]], targets: [[number]] };
    const outcome = await setting.interview.askOne({ ...setting.identity, batch });
    const text = Object.is(number, -0) ? "-0.0" : String(number);
    const fault = faultOf(number, outcome, setting.quantity);
    if (fault !== undefined)
      return fault.unasked === true ? open(name, fault.found) : mend(name, `${text}: ${fault.found}`, fault.advice);
    through.push("skipped" in outcome ? `${text} (declined)` : text);
  }
  return ok(name, through.join(", "));
}

interface Fault {
  readonly found: string;
  readonly advice: string;
  readonly unasked?: true;
}

function faultOf(number: number, outcome: Outcome, quantity: Setting["quantity"]): Fault | undefined {
  if ("failure" in outcome) return { found: outcome.failure, advice: adviceOn(outcome.failure) };
  if ("unasked" in outcome) return { found: outcome.unasked, advice: "", unasked: true };
  if ("skipped" in outcome) return undefined;
  if ("error" in outcome) return { found: `an error reply: ${outcome.error.message}`, advice: readAdvice };
  const got = lastOf(outcome.answer, quantity);
  // 0 + -0 is 0: the sign of a zero may be lost in a sum that starts from 0.
  if (Object.is(got, number) || (number === 0 && got === 0)) return undefined;
  return { found: `came back as ${got}`, advice: adviceFor(number, got) };
}

/** The one entry of the last layer. */
function lastOf(answer: Answer, quantity: Setting["quantity"]): number {
  const value = valueOf(answer, quantity) as unknown[];
  return [value.at(-1)].flat(Infinity).at(-1) as number;
}

const readAdvice =
  'Read every number of a case as floating point, also 1 and -0.0, and the strings "NaN", "Infinity" and "-Infinity" where supports.specialValues is true.';

function adviceFor(number: number, got: number): string {
  if (!Number.isFinite(number))
    return `${readAdvice} The answer must hold NaN and infinities as they are; take specialValues out of supports if the implementation cannot do that.`;
  if (got === 0)
    return "The smallest numbers are flushed to 0, when they are read, computed or written. Switch that off, and print with an exponent.";
  if (!Number.isFinite(got))
    return "The number overflows. Declare the precision in which the implementation computes, and read and write doubles.";
  return "Digits are lost. Print the shortest decimal that reads back as the same double, or 17 significant digits; declare the precision in which the implementation computes; a subject in a shorter precision converts to double before it prints.";
}
