import { describe, expect, it } from "vitest";
import { GraphError, graphOf, listed, node, nodeOf, start, type NodeDefinition } from "./graph.js";
import { difference, product, sum } from "./operations.js";

function failureOf(definitions: readonly NodeDefinition[]): GraphError {
  try {
    graphOf(definitions);
  } catch (error) {
    if (error instanceof GraphError) return error;
  }
  throw new Error("nothing failed");
}

describe("a graph", () => {
  const definitions = [node("y", difference, "x", "w"), start("w"), start("x"), node("v", product, "x", "x")];

  it("connects parents and children, whatever the order of the definitions", () => {
    const graph = graphOf(definitions);
    expect(nodeOf(graph, "y").parents.map(({ name }) => name)).toEqual(["x", "w"]);
    expect(nodeOf(graph, "w").children.map(({ node: child, position }) => [child.name, position])).toEqual([["y", 1]]);
  });

  it("has a node twice among the children of one that it uses twice", () => {
    const { children } = nodeOf(graphOf(definitions), "x");
    expect(children.map(({ node: child, position }) => [child.name, position])).toEqual([
      ["y", 0],
      ["v", 0],
      ["v", 1],
    ]);
  });

  it("with parent and child exchanged has its start nodes and its result exchanged", () => {
    const ends = (all: readonly NodeDefinition[]): [string[], string[]] => {
      const nodes = [...graphOf(all).nodes.values()];
      const without = (side: "parents" | "children"): string[] =>
        nodes.filter((each) => each[side].length === 0).map(({ name }) => name);
      return [without("parents"), without("children")];
    };
    const there = [start("a"), node("b", sum, "a"), node("c", sum, "b")];
    const back = [start("c"), node("b", sum, "c"), node("a", sum, "b")];
    expect(ends(there)).toEqual([["a"], ["c"]]);
    expect(ends(back)).toEqual([["c"], ["a"]]);
  });

  it("tells the name of a node that it does not have", () => {
    expect(() => nodeOf(graphOf(definitions), "u")).toThrow("the graph has no node 'u'");
  });
});

describe("definitions that make no graph are refused by the names of the nodes", () => {
  it.each<[string, NodeDefinition[], string, string[]]>([
    ["a name twice", [start("x"), start("x")], "the node 'x' is defined twice", ["x"]],
    ["a missing parent", [node("y", sum, "x")], "node 'y': its parent 'x' is not defined", ["y", "x"]],
    ["no parent", [node("y", sum)], "node 'y': the parents of sum must be 1 or more, got none", ["y"]],
    [
      "too few parents",
      [start("x"), node("y", product, "x")],
      "node 'y': the parents of product must be 2, got 'x'",
      ["y"],
    ],
    [
      "parents without an operation",
      [start("x"), { ...start("y"), parents: ["x"] }],
      "node 'y' has the parents 'x', but no operation",
      ["y"],
    ],
    [
      "a node that feeds itself",
      [node("y", sum, "y")],
      "these nodes feed one another in a cycle, so that none can be computed: 'y' → 'y'",
      ["y"],
    ],
  ])("%s", (_, definitions, message, nodes) => {
    const failure = failureOf(definitions);
    expect(failure.message).toBe(message);
    expect(failure.nodes).toEqual(nodes);
  });

  it("a cycle, without the nodes that lead into it or out of it", () => {
    const failure = failureOf([
      node("after", sum, "c"),
      start("x"),
      node("a", sum, "x", "c"),
      node("b", sum, "a"),
      node("c", sum, "b", "x"),
    ]);
    expect([...failure.nodes].sort()).toEqual(["a", "b", "c"]);
    // The arrows point from parent to child, wherever on the cycle they begin.
    const round = failure.message.split(": ")[1].replaceAll("'", "").split(" → ");
    const arrows = round.slice(1).map((child, i) => `${round[i]}${child}`);
    expect(arrows.sort()).toEqual(["ab", "bc", "ca"]);
  });

  it("a cycle of 100,000 nodes, naming the first of them", () => {
    const n = 100_000;
    const failure = failureOf(Array.from({ length: n }, (_, i) => node(`n${i}`, sum, `n${(i + n - 1) % n}`)));
    expect(failure.nodes).toHaveLength(n);
    expect(failure.message.length).toBeLessThan(300);
  });
});

describe("a list of names", () => {
  it("is quoted, and cut short when it is long", () => {
    expect(listed([])).toBe("none");
    expect(listed(["a", "b"])).toBe("'a', 'b'");
    expect(listed(Array.from({ length: 10 }, (_, i) => `${i}`))).toMatch(/'7' and 2 more$/);
  });
});
