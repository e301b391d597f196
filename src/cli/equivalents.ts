/**
 * Mutants whose answers never differ from a correct implementation's, each with its proof. A mutant that a law catches has no place
 * here: `gradproof sensitivity` reports it.
 */
export const equivalents: Readonly<Record<string, string>> = {};
