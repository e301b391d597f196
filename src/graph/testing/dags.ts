import fc from "fast-check";
import { node, start, type NodeDefinition } from "../graph.js";
import type { Operation } from "../operation.js";
import { difference, matrixVector, multiple, product, sum } from "../operations.js";
import { column, matrix, type Tensor } from "../tensor.js";

/** A graph of integers whose result is a polynomial in each start value. */
export interface Dag {
  readonly definitions: readonly NodeDefinition[];
  readonly given: ReadonlyMap<string, Tensor>;
  readonly result: string;
}

interface Choice {
  readonly kind: number;
  readonly left: number;
  readonly right: number;
}

/** The result's degree stays at 4, one of which its last operation takes. */
const highestDegree = 3;

/**
 * Random graphs of columns with two integers each, one to three of them given; every inner node uses two nodes before it, often the
 * same one twice. The result is their product with a row that is given as well.
 */
export const dags: fc.Arbitrary<Dag> = fc
  .record({
    values: fc.array(fc.tuple(small(), small()), { minLength: 1, maxLength: 3 }),
    row: fc.tuple(small(), small()),
    choices: fc.array(fc.record({ kind: fc.nat(3), left: fc.nat(20), right: fc.nat(20) }), {
      minLength: 1,
      maxLength: 8,
    }),
  })
  .map(({ values, row, choices }) => {
    const starts = values.map((_, i) => `x${i + 1}`);
    const inner = innerNodes(starts, choices);
    const given = new Map([
      ...values.map((pair, i): [string, Tensor] => [starts[i], column(pair)]),
      ["row", matrix([row])] as const,
    ]);
    const last = inner[inner.length - 1].name;
    const definitions = [...starts.map(start), start("row"), ...inner, node("J", matrixVector, "row", last)];
    return { definitions, given, result: "J" };
  });

function small(): fc.Arbitrary<number> {
  return fc.integer({ min: -3, max: 3 });
}

function innerNodes(starts: readonly string[], choices: readonly Choice[]): NodeDefinition[] {
  const known = starts.map((name) => ({ name, degree: 1 }));
  return choices.map(({ kind, left, right }, i) => {
    const [a, b] = [known[left % known.length], known[right % known.length]];
    const multiplies = kind === 0 && a.degree + b.degree <= highestDegree;
    const name = `n${i + 1}`;
    known.push({ name, degree: multiplies ? a.degree + b.degree : Math.max(a.degree, b.degree) });
    if (kind === 3) return node(name, multiple(2), a.name);
    return node(name, multiplies ? product : kind === 1 ? difference : sum, a.name, b.name);
  });
}

/** The operations, each counting how often it is called; the counts are those of the returned object. */
export function counted(definitions: readonly NodeDefinition[]): {
  readonly definitions: readonly NodeDefinition[];
  readonly calls: { evaluate: number; pullback: number };
} {
  const calls = { evaluate: 0, pullback: 0 };
  const counting = (operation: Operation): Operation => ({
    ...operation,
    evaluate: (parents) => {
      calls.evaluate += 1;
      return operation.evaluate(parents);
    },
    pullback: (gradient, parents, value) => {
      calls.pullback += 1;
      return operation.pullback(gradient, parents, value);
    },
  });
  return {
    calls,
    definitions: definitions.map((definition) => ({
      ...definition,
      operation: definition.operation === null ? null : counting(definition.operation),
    })),
  };
}
