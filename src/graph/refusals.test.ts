import { describe, expect, it } from "vitest";
import { GraphError, graphOf, node, start, type NodeDefinition } from "./graph.js";
import type { Operation } from "./operation.js";
import { product, sumOfSquares } from "./operations.js";
import { backward, forward, type Evaluation } from "./passes.js";
import { column, single, type Tensor } from "./tensor.js";

const evaluate = (definitions: readonly NodeDefinition[], given: Iterable<readonly [string, Tensor]>): Evaluation =>
  forward(graphOf(definitions), given);

describe("what cannot be computed is told by the names of the nodes", () => {
  const definitions = [start("x"), start("w"), node("z", product, "w", "x"), node("J", sumOfSquares, "z"), start("v")];
  const failure = (run: () => unknown): GraphError => {
    try {
      run();
    } catch (error) {
      if (error instanceof GraphError) return error;
    }
    throw new Error("nothing failed");
  };

  it("a start node without a value, and what depends on it", () => {
    const { message, nodes } = failure(() => evaluate(definitions, Object.entries({ x: single(1), v: single(1) })));
    expect(message).toBe("no value was given for 'w'; so these cannot be computed: 'z', 'J'");
    expect(nodes).toEqual(["w", "z", "J"]);
  });

  it("a value for a node that is computed, or for none", () => {
    expect(failure(() => evaluate(definitions, [["z", single(1)]])).message).toBe(
      "node 'z' is computed, by product; only start nodes are given a value",
    );
    expect(failure(() => evaluate(definitions, [["u", single(1)]])).message).toBe("the graph has no node 'u'");
  });

  const given = Object.entries({ x: column([1, 2]), w: column([3, 4]), v: single(0) });

  it("shapes that do not fit", () => {
    const { message, nodes, cause } = failure(() => evaluate(definitions, [...given, ["w", single(1)]]));
    expect(message).toBe("node 'z', product of 'w', 'x': parent 2 must have shape [1][1], got [2][1]");
    expect([nodes, (cause as Error).name]).toEqual([["z"], "ShapeError"]);
  });

  it("a result that is no number", () => {
    expect(failure(() => backward(evaluate(definitions, given), "z")).message).toBe(
      "the result must be one number, but node 'z' has shape [2][1]",
    );
  });

  it("a pullback of the wrong shape, or of too few gradients", () => {
    const broken = (pullback: Operation["pullback"]): NodeDefinition[] =>
      definitions.map((each) => (each.name === "z" ? { ...each, operation: { ...product, pullback } } : each));
    const told = (pullback: Operation["pullback"]): string =>
      failure(() => backward(evaluate(broken(pullback), given), "J")).message;
    const begins = "node 'z': the pullback of product must have the parents' shapes [2][1], [2][1], got";
    expect(told(() => [])).toBe(`${begins} none`);
    expect(told(() => [single(1), column([1, 2])])).toBe(`${begins} [1][1], [2][1]`);
    expect(
      told(() => {
        throw new Error("no derivative");
      }),
    ).toBe("node 'z', product of 'w', 'x': no derivative");
  });
});
