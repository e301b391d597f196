/** Math without the functions whose last digits differ between engines. */

/** Exact, correctly rounded by definition, or, as pow, asked for small powers of 10 alone. */
const dependable: ReadonlySet<string> = new Set([
  "abs",
  "ceil",
  "clz32",
  "floor",
  "imul",
  "max",
  "min",
  "pow",
  "round",
  "sign",
  "sqrt",
  "trunc",
]);

/** What `run` returns while all the others throw an Error that names them. */
export function withoutMath<T>(run: () => T): T {
  const functions = Object.getOwnPropertyDescriptors(Math) as { [name: string]: PropertyDescriptor };
  const replaced = Object.entries(functions).filter(
    ([name, { value }]) => typeof value === "function" && !dependable.has(name),
  );
  try {
    for (const [name, descriptor] of replaced) {
      const value = (): never => {
        throw new Error(`Math.${name} was called`);
      };
      Object.defineProperty(Math, name, { ...descriptor, value });
    }
    return run();
  } finally {
    for (const [name, descriptor] of replaced) Object.defineProperty(Math, name, descriptor);
  }
}
