/** Arithmetic as a person writes it down. */

/** Text with numbers in it, and whether each of them stands there in full. */
export interface Written {
  readonly text: string;
  readonly exact: boolean;
}

/** More digits than these are no help on paper. */
const shownDigits = 6;

/** The number, or its first six digits. */
export function number(x: number): Written {
  const rounded = Number(x.toPrecision(shownDigits));
  return { text: String(rounded + 0), exact: rounded === x };
}

/** A number that something stands before: in parentheses when it begins with a sign. */
export function operand(x: number): Written {
  const { text, exact } = number(x);
  return { text: text.startsWith("-") ? `(${text})` : text, exact };
}

/** A template of numbers and of what is written already. */
export function write(texts: TemplateStringsArray, ...parts: readonly (number | Written)[]): Written {
  const written = parts.map((part) => (typeof part === "number" ? number(part) : part));
  return {
    text: texts.map((text, position) => text + (written[position]?.text ?? "")).join(""),
    exact: written.every(({ exact }) => exact),
  };
}

/** "0.5 · 2 · (-1)". Nothing is lost of what a 0 is multiplied with. */
export function product(first: number | Written, ...others: readonly (number | Written)[]): Written {
  const { text, exact } = others.reduce<Written>(
    (left, right) => write`${left} · ${typeof right === "number" ? operand(right) : right}`,
    typeof first === "number" ? number(first) : first,
  );
  return { text, exact: exact || [first, ...others].includes(0) };
}

/** What no decimal holds, but for the arguments for which it is known. */
export function transcendental(written: Written, isKnown: boolean): Written {
  return { text: written.text, exact: written.exact && isKnown };
}

/** "a + b - c"; 0 where there is nothing to add. */
export function sum(terms: readonly (number | Written)[]): Written {
  const [first, ...others] = terms.map((term) => (typeof term === "number" ? number(term) : term));
  if (first === undefined) return number(0);
  return others.reduce((left, right) => {
    const isNegative = right.text.startsWith("-");
    const positive = { ...right, text: right.text.slice(isNegative ? 1 : 0) };
    return isNegative ? write`${left} - ${positive}` : write`${left} + ${positive}`;
  }, first);
}

/** In parentheses unless it is one number. */
export function grouped(written: Written): Written {
  return /[ -]/.test(written.text) ? write`(${written})` : written;
}

/** "[1, 2]". */
export function list(values: readonly number[]): Written {
  const entries = values.map(number);
  return {
    text: `[${entries.map(({ text }) => text).join(", ")}]`,
    exact: entries.every(({ exact }) => exact),
  };
}

/** "e^1 + e^2". */
export function exponentials(exponents: readonly number[]): Written {
  return sum(exponents.map((x) => write`e^${x}`));
}
