import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { graphOf, nodeOf, start, type NodeDefinition } from "./graph.js";
import type { Operation } from "./operation.js";
import { multiple, product, sum } from "./operations.js";
import { backward, forward, type Evaluation } from "./passes.js";
import { entries, tabulate, type Tensor } from "./tensor.js";
import { counted, dags, type Dag } from "./testing/dags.js";

const evaluate = (definitions: readonly NodeDefinition[], given: Iterable<readonly [string, Tensor]>): Evaluation =>
  forward(graphOf(definitions), given);

/** The graph's result when entry `i` of the start node is moved. */
function moved({ definitions, given, result }: Dag, name: string, i: number, by: number): number {
  const values = [...given].map(([key, value]): [string, Tensor] => {
    const shifted = tabulate(value.rows, value.cols, (row, col) => value.data[row * value.cols + col]);
    if (key === name) shifted.data[i] += by;
    return [key, shifted];
  });
  return evaluate(definitions, values).value(result).data[0];
}

/**
 * The derivative of a polynomial of degree 4 or less from four of its values: with D(h) = (J(h) - J(-h)) / 2h the cubic part
 * cancels from (4 D(1) - D(2)) / 3 and nothing remains. All numbers are integers, so that it is exact.
 */
function differenceQuotient(dag: Dag, name: string, i: number): number {
  const D = (h: number): number => (moved(dag, name, i, h) - moved(dag, name, i, -h)) / (2 * h);
  return (4 * D(1) - D(2)) / 3;
}

const gradientOf = ({ definitions, given, result }: Dag, name: string): number[] =>
  entries(backward(evaluate(definitions, given), result).gradient(name)).map((entry) => entry + 0);

const quotients = (dag: Dag, name: string): number[] =>
  Array.from(dag.given.get(name)?.data ?? [], (_, i) => differenceQuotient(dag, name, i) + 0);

describe("on random graphs of integer polynomials", () => {
  it("the gradients by all start nodes are the difference quotients, exactly", () => {
    fc.assert(
      fc.property(dags, (dag) => {
        for (const name of dag.given.keys()) expect(gradientOf(dag, name)).toEqual(quotients(dag, name));
      }),
      { seed: 1, numRuns: 300 },
    );
  });

  it("the gradient by an inner node is that by a start node in its place", () => {
    fc.assert(
      fc.property(dags, fc.nat(20), (dag, pick) => {
        const inner = dag.definitions.filter(({ operation, name }) => operation !== null && name !== dag.result);
        const { name } = inner[pick % inner.length];
        const value = evaluate(dag.definitions, dag.given).value(name);
        const cut: Dag = {
          ...dag,
          definitions: dag.definitions.map((each) => (each.name === name ? start(name) : each)),
          given: new Map([...dag.given, [name, value]]),
        };
        expect(gradientOf(dag, name)).toEqual(quotients(cut, name));
      }),
      { seed: 2, numRuns: 200 },
    );
  });

  it("difference quotients reveal an operation that forgets one of its parents", () => {
    const forgetful: Operation = {
      ...product,
      pullback: (gradient, parents, value) => [
        product.pullback(gradient, parents, value)[0],
        multiple(0).evaluate([parents[1]]),
      ],
    };
    const wrong = (dag: Dag): Dag => ({
      ...dag,
      definitions: dag.definitions.map((each) =>
        each.operation === product ? { ...each, operation: forgetful } : each,
      ),
    });
    const differs = (dag: Dag): boolean =>
      [...dag.given.keys()].some((name) => `${gradientOf(wrong(dag), name)}` !== `${quotients(dag, name)}`);
    expect(fc.sample(dags, { seed: 3, numRuns: 50 }).some(differs)).toBe(true);
  });

  it("values and gradients do not depend on the order of definitions and given values", () => {
    const shuffled = dags.chain((dag) =>
      fc.tuple(
        fc.constant(dag),
        fc.shuffledSubarray([...dag.definitions], { minLength: dag.definitions.length }),
        fc.shuffledSubarray([...dag.given], { minLength: dag.given.size }),
      ),
    );
    fc.assert(
      fc.property(shuffled, ([dag, definitions, given]) => {
        const [one, other] = [evaluate(dag.definitions, dag.given), evaluate(definitions, given)];
        const [there, back] = [backward(one, dag.result), backward(other, dag.result)];
        for (const { name } of definitions) {
          expect(other.value(name)).toEqual(one.value(name));
          expect(back.gradient(name)).toEqual(there.gradient(name));
        }
      }),
      { seed: 4 },
    );
  });

  it("every node is computed once, after all its parents", () => {
    fc.assert(
      fc.property(dags, ({ definitions, given }) => {
        const { calls, definitions: counting } = counted(definitions);
        const { order } = evaluate(counting, given);
        expect([...order].sort()).toEqual(definitions.map(({ name }) => name).sort());
        for (const { name, parents } of definitions)
          for (const parent of parents) expect(order.indexOf(parent)).toBeLessThan(order.indexOf(name));
        expect(calls).toEqual({
          evaluate: definitions.filter(({ operation }) => operation !== null).length,
          pullback: 0,
        });
      }),
      { seed: 5 },
    );
  });

  it("every gradient is finished once, after those of all children that lead to the result; the others are told", () => {
    fc.assert(
      fc.property(dags, ({ definitions, given, result }) => {
        const { calls, definitions: counting } = counted(definitions);
        const evaluation = evaluate(counting, given);
        const { order, unrelated } = backward(evaluation, result);
        expect(order[0]).toBe(result);
        expect([...order, ...unrelated].sort()).toEqual(definitions.map(({ name }) => name).sort());
        for (const { name, parents } of definitions.filter((each) => order.includes(each.name)))
          for (const parent of parents) expect(order.indexOf(name)).toBeLessThan(order.indexOf(parent));
        const computed = order.filter((name) => nodeOf(evaluation.graph, name).operation !== null);
        expect(calls.pullback).toBe(computed.length);
      }),
      { seed: 6 },
    );
  });

  it("a gradient has one term for every time that a child which leads to the result uses the node", () => {
    fc.assert(
      fc.property(dags, ({ definitions, given, result }) => {
        const evaluation = evaluate(definitions, given);
        const gradients = backward(evaluation, result);
        for (const name of gradients.order.slice(1)) {
          const uses = nodeOf(evaluation.graph, name).children.filter((child) =>
            gradients.order.includes(child.node.name),
          );
          const terms = gradients.terms(name);
          expect(terms.map(({ child, position }) => [child, position])).toEqual(
            uses.map((child) => [child.node.name, child.position]),
          );
          const total = terms.reduce(
            (partial, term) => sum.evaluate([partial, term.gradient]),
            multiple(0).evaluate([evaluation.value(name)]),
          );
          expect(entries(gradients.gradient(name)).map((g) => g + 0)).toEqual(entries(total).map((g) => g + 0));
        }
      }),
      { seed: 7 },
    );
  });
});
