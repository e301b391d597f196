/** What the oracle has derived about a question, for as long as many are asked the same. */
import type { Memo } from "../gate/index.js";
import type { Case } from "../model/index.js";

/** Keeps everything until it is dropped. */
export function memo(): Memo {
  const known = new Map<string, unknown>();
  return {
    remember<T>(what: string, question: Case, make: () => T): T {
      const key = keyOf(what, question);
      if (key === undefined) return make();
      if (!known.has(key)) known.set(key, make());
      return known.get(key) as T;
    },
  };
}

/** One key for the same bits; none for a case with functions in it, which cannot be told apart by their looks. */
function keyOf(what: string, question: Case): string | undefined {
  let isData = true;
  const text = JSON.stringify(question, (_, value: unknown) => {
    if (typeof value === "function") isData = false;
    if (typeof value !== "number") return value;
    return Object.is(value, -0) ? "-0" : Number.isFinite(value) ? value : String(value);
  });
  return isData ? `${what} ${text}` : undefined;
}
