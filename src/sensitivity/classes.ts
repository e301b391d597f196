/** What a law takes as the truth, by its family. */

/**
 * "exact values": the oracle's exact values, or finite differences of them. "second implementation": the answers of another one.
 * "answers alone": only answers of the subject, to questions that belong together.
 */
export const lawClasses = ["exact values", "second implementation", "answers alone"] as const;
export type LawClass = (typeof lawClasses)[number];

/**
 * Families of laws that relate the subject's answers, or the parts of one, with each other; the oracle's ranges are their allowance,
 * and its values never what an answer is held to. What becomes of NaN needs no oracle at all.
 */
const amongAnswers: ReadonlySet<string> = new Set([
  "activation",
  "batch",
  "bias",
  "chain",
  "graph",
  "hinge",
  "linear-map",
  "log-softmax",
  "logistic",
  "maxout",
  "negative-log",
  "network",
  "normalization",
  "polynomial",
  "softmax",
  "special",
  "state",
]);

/** Laws that belong to a family of relations and yet compare with exact values. */
const exceptions: ReadonlySet<string> = new Set(["softmax/extreme-logits"]);

/** Relations that belong to a family of comparisons with exact values. */
const relations: ReadonlySet<string> = new Set(["differences/own-loss"]);

/** An unknown family counts as one that needs the exact values, so that no rate is ever stated too high. */
export function classOf(law: string): LawClass {
  const family = familyOf(law);
  if (family === "peer") return "second implementation";
  return relations.has(law) || (amongAnswers.has(family) && !exceptions.has(law)) ? "answers alone" : "exact values";
}

/** Whether the law looks at the objects themselves, such as a question that was written into, and not only at numbers. */
export function looksAtMemory(law: string): boolean {
  return familyOf(law) === "state";
}

function familyOf(law: string): string {
  return law.split("/")[0] ?? "";
}
