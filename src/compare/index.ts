/** An answer against its reference: which entries are outside their ranges, and how to say so. */
export * from "./compare.js";
export * from "./mismatch.js";
export * from "./words.js";
export * from "./diagnosis.js";
