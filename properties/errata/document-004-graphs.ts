/** The errata of document 004 about its network and its passes over a graph, run (spec/errata.md). */
import { completeConventions } from "../../src/model/index.js";
import { differences } from "./support/differences.js";
import { listed, type Example, type Executables, type Versions } from "./support/example.js";
import {
  backwardPass,
  forwardPass,
  meant,
  start,
  sum,
  times,
  type BackwardRules,
  type ForwardRules,
  type Graph,
} from "./support/graph.js";
import {
  lossGradient,
  outer,
  probabilities,
  questionOf,
  throughSoftmax,
  throughWeights,
  type LinearSoftmax,
} from "./support/linear-softmax.js";
import { truthOf } from "./support/nets.js";
import { value, type Value } from "./support/value.js";

const conventions = completeConventions();
const spans = (values: readonly Value[]): Versions["right"] => values.map((x) => x.span);

/** ∂J/∂s of the network. */
function gradient(net: LinearSoftmax, p = probabilities(net)): Value[] {
  return throughSoftmax(lossGradient(net, p, net.y), p);
}

/** ∂J/∂W, row by row, from a gradient by x in print. */
function byWrongNode(about: string, net: LinearSoftmax): Example {
  return listed(about, [], () => ({
    printed: spans(outer(throughWeights(gradient(net), net.W), net.x)),
    right: spans(outer(gradient(net), net.x)),
    truth: truthOf(questionOf(net), conventions, ["gradients.weights"]),
  }));
}

/** ∂J/∂b with vᵀp in the denominator, v = vec(W); the net has one input, so that v is as long as p. */
function wrongDenominator(about: string, net: LinearSoftmax): Example {
  return listed(about, ["∂J/∂b_1", "∂J/∂b_2"], () => {
    const p = probabilities(net);
    return {
      printed: spans(throughSoftmax(lossGradient(net, p, net.W.flat()), p)),
      right: spans(gradient(net, p)),
      truth: truthOf(questionOf(net), conventions, ["gradients.biases"]),
    };
  });
}

/** ∂J/∂z after the four steps, each an assignment to g, in the order of the lines. */
function shuffled(about: string, net: LinearSoftmax): Example {
  return listed(about, ["∂J/∂z_1", "∂J/∂z_2", "∂J/∂z_3"], () => {
    const p = probabilities(net);
    const one = (): Value[] => [value(1)];
    const byP = (): Value[] => lossGradient(net, p, net.y);
    const byS = (g: readonly Value[]): Value[] => throughSoftmax(g, p);
    const byZ = (g: readonly Value[]): Value[] => [...g];
    const run = (steps: readonly ((g: Value[]) => Value[])[]): Versions["right"] =>
      spans(steps.reduce<Value[]>((g, assign) => assign(g), []));
    return {
      printed: run([byS, byP, byZ, one]),
      right: run([one, byP, byS, byZ]),
      truth: truthOf(questionOf(net), conventions, ["gradients.preactivations"]),
    };
  });
}

/** J = z (z + x) with z = w x: x feeds two nodes, z too. */
const branching: Graph = [start("w"), start("x"), times("z", "w", "x"), sum("s", "z", "x"), times("J", "s", "z")];
/** J = (a + b) + (c + d). */
const tree: Graph = [..."abcd"].map(start).concat(sum("l", "a", "b"), sum("r", "c", "d"), sum("J", "l", "r"));
/** J = x x. */
const square: Graph = [start("x"), times("J", "x", "x")];
/** J = a b. */
const rectangle: Graph = [start("a"), start("b"), times("J", "a", "b")];

/** n diamonds in a row: each node feeds two, which meet again. */
export function diamonds(n: number): Graph {
  const links = Array.from({ length: n }, (_, i) => [
    sum(`l${i}`, `a${i}`),
    sum(`r${i}`, `a${i}`),
    sum(`a${i + 1}`, `l${i}`, `r${i}`),
  ]);
  return [start("a0"), ...links.flat()];
}

const startsOf = (graph: Graph): string[] =>
  graph.filter(({ parents }) => parents.length === 0).map(({ name }) => name);

/** 2, 3, 5, .. for the start nodes in order. */
const inputsOf = (graph: Graph): Record<string, number> =>
  Object.fromEntries(startsOf(graph).map((name, i) => [name, [2, 3, 5, 7][i] ?? NaN]));

/** J computed without any pass: by asking each node for its value. */
function evaluate(graph: Graph, inputs: Readonly<Record<string, number>>, name = "J"): number {
  const node = graph.find((candidate) => candidate.name === name);
  if (node === undefined || node.parents.length === 0) return inputs[name] ?? NaN;
  return node.value(node.parents.map((parent) => evaluate(graph, inputs, parent)));
}

function forward(about: string, graph: Graph, printed: ForwardRules): Example {
  const inputs = inputsOf(graph);
  return listed(about, ["J"], () => ({
    printed: [forwardPass(graph, inputs, printed).get("J") ?? NaN],
    right: [forwardPass(graph, inputs).get("J") ?? NaN],
    truth: [evaluate(graph, inputs)],
  }));
}

/** The gradients by the start nodes. */
function backward(about: string, graph: Graph, printed: Partial<BackwardRules>): Example {
  const inputs = inputsOf(graph);
  const names = startsOf(graph);
  const run = (rules: BackwardRules): number[] => {
    const { gradients } = backwardPass(graph, forwardPass(graph, inputs), rules);
    return names.map((name) => gradients.get(name) ?? NaN);
  };
  const J = (at: readonly number[]): number =>
    evaluate(graph, Object.fromEntries(names.map((name, i) => [name, at[i] ?? NaN])));
  return listed(
    about,
    names.map((name) => `∂J/∂${name}`),
    () => ({ printed: run({ ...meant, ...printed }), right: run(meant), truth: differences(J, Object.values(inputs)) }),
  );
}

/** How often BackOp is called, as printed and as meant. */
export function callsOf(graph: Graph): { printed: number; right: number } {
  const run = (rules: BackwardRules): number => backwardPass(graph, forwardPass(graph, inputsOf(graph)), rules).calls;
  return { printed: run({ ...meant, recursion: "always" }), right: run(meant) };
}

function calls(about: string, graph: Graph): Example {
  return listed(about, ["calls"], () => {
    const { printed, right } = callsOf(graph);
    // Once for the result and once along each edge.
    return { printed: [printed], right: [right], truth: [1 + graph.flatMap(({ parents }) => parents).length] };
  });
}

const threeClasses: LinearSoftmax = {
  W: [
    [0.5, -1],
    [2, 0.25],
    [-0.75, 1],
  ],
  x: [1, -0.5],
  y: [0, 1, 0],
};
const identity: LinearSoftmax = {
  W: [
    [1, 0],
    [0, 1],
  ],
  x: [1, -0.5],
  y: [0, 1],
};

export const document004Graphs: Executables = {
  "E4-13": {
    shows: [byWrongNode("three classes, two inputs", threeClasses)],
    blindSpot: [byWrongNode("W = I", identity)],
  },
  "E4-14": {
    shows: [wrongDenominator("W = (½, -1), x = 2, y = (0, 1)", { W: [[0.5], [-1]], x: [2], y: [0, 1] })],
    blindSpot: [wrongDenominator("W = y = (0, 1), x = 2", { W: [[0], [1]], x: [2], y: [0, 1] })],
  },
  "E4-16": {
    shows: [shuffled("three classes, two inputs", threeClasses)],
    blindSpot: [],
  },
  "E4-18": {
    shows: [forward("J = z (z + x), z = w x, w = 2, x = 3", branching, { enters: "computed", startsMarked: true })],
    blindSpot: [],
  },
  "E4-19": {
    shows: [
      forward("J = z (z + x), z = w x, w = 2, x = 3", branching, { enters: "not computed", startsMarked: false }),
    ],
    blindSpot: [],
  },
  "E4-20": {
    shows: [backward("J = z (z + x), z = w x, w = 2, x = 3", branching, { jacobian: "∂p/∂p" })],
    blindSpot: [backward("J = (a + b) + (c + d)", tree, { jacobian: "∂p/∂p" })],
  },
  "E4-21": {
    shows: [
      backward("J = z (z + x), z = w x, with if and else", branching, { result: "if and else", recursion: "always" }),
      backward("J = z (z + x), z = w x, with two conditions", branching, {
        result: "two conditions",
        recursion: "always",
      }),
    ],
    blindSpot: [],
  },
  "E4-22": {
    shows: [calls("5 diamonds in a row", diamonds(5))],
    blindSpot: [calls("a tree of 7 nodes", tree)],
  },
  "E4-23": {
    shows: [backward("J = x x", square, { parents: "set" })],
    blindSpot: [backward("J = a b", rectangle, { parents: "set" })],
  },
};
