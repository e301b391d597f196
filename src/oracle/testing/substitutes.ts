/**
 * Puts something else in the place of a rule of the oracle, while a weakened or an inflated range is tried. A test file takes this in
 * by `vi.hoisted`, so that it is there before `vi.mock` replaces the modules of the rules.
 */

type Rule = (...operands: unknown[]) => unknown;

/** What stands in for the rule of type F: it is handed the rule itself, and its operands. */
export type Substitute<F> = F extends (...operands: infer Operands) => infer Result
  ? (rule: F, ...operands: Operands) => Result
  : never;

const substitutes = new Map<string, Rule>();

/** From now on, `by` stands in for the rule of that name in every module that is substitutable. */
export function substitute<Rules, Name extends keyof Rules & string>(name: Name, by: Substitute<Rules[Name]>): void {
  substitutes.set(name, by as Rule);
}

/** Every rule stands for itself again. */
export function restoreRules(): void {
  substitutes.clear();
}

/** The module with rules that can be substituted; a substitute that returns undefined leaves its place to the rule. */
export function substitutable(rules: object): object {
  return Object.fromEntries(
    Object.entries(rules as Record<string, Rule>).map(([name, rule]) => [
      name,
      typeof rule !== "function"
        ? rule
        : (...operands: unknown[]) => substitutes.get(name)?.(rule, ...operands) ?? rule(...operands),
    ]),
  );
}
