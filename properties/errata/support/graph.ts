/** The generic passes over a computational graph, as they are printed and as they are meant. */

export interface GraphNode {
  readonly name: string;
  /** Its inputs; none for a start node. */
  readonly parents: readonly string[];
  readonly value: (parents: readonly number[]) => number;
  /** The derivatives by each parent, in order. */
  readonly slopes: (parents: readonly number[]) => readonly number[];
}

/** In any order; the result node is the one without children. */
export type Graph = readonly GraphNode[];

const none = (): never[] => [];

export const start = (name: string): GraphNode => ({ name, parents: [], value: () => NaN, slopes: none });
export const sum = (name: string, ...parents: readonly string[]): GraphNode => ({
  name,
  parents,
  value: (values) => values.reduce((total, value) => total + value, 0),
  slopes: (values) => values.map(() => 1),
});
export const times = (name: string, left: string, right: string): GraphNode => ({
  name,
  parents: [left, right],
  value: ([a = NaN, b = NaN]) => a * b,
  slopes: ([a = NaN, b = NaN]) => [b, a],
});

const childrenOf = (graph: Graph, name: string): Graph => graph.filter(({ parents }) => parents.includes(name));

export interface ForwardRules {
  /** L543: a node is entered when it is not computed yet, or, the negation being lost, when it is. */
  readonly enters: "not computed" | "computed";
  /** L535: whether the start nodes count as computed. */
  readonly startsMarked: boolean;
}

/** EvaluateGraphFn and ComputeBranch (004 L534-548): the values of the nodes that are reached. */
export function forwardPass(
  graph: Graph,
  inputs: Readonly<Record<string, number>>,
  rules: ForwardRules = { enters: "not computed", startsMarked: true },
): Map<string, number> {
  const values = new Map(Object.entries(inputs));
  const computed = new Set(rules.startsMarked ? values.keys() : []);
  const computeBranch = (s: string): void => {
    for (const n of childrenOf(graph, s)) {
      if (computed.has(n.name) !== (rules.enters === "computed")) continue;
      if (!n.parents.every((parent) => computed.has(parent))) continue;
      values.set(n.name, n.value(valuesAt(n, values)));
      computed.add(n.name);
      computeBranch(n.name);
    }
  };
  Object.keys(inputs).forEach(computeBranch);
  return values;
}

const valuesAt = (node: GraphNode, values: ReadonlyMap<string, number>): number[] =>
  node.parents.map((parent) => values.get(parent) ?? NaN);

export interface BackwardRules {
  /** What happens at the result node: marked as done; not marked; not marked, and the second condition is tried too. */
  readonly result: "marked" | "if and else" | "two conditions";
  readonly jacobian: "∂s/∂p" | "∂p/∂p";
  /** When a node calls BackOp for its parents. */
  readonly recursion: "when complete" | "always";
  readonly parents: "list" | "set";
}

/** The rules that give derivatives. */
export const meant: BackwardRules = {
  result: "marked",
  jacobian: "∂s/∂p",
  recursion: "when complete",
  parents: "list",
};

/** PerformBackPass and BackOp (004 L587): the gradients, and how often BackOp was called. */
export function backwardPass(
  graph: Graph,
  values: ReadonlyMap<string, number>,
  rules: BackwardRules,
): { gradients: Map<string, number>; calls: number } {
  const gradients = new Map<string, number>();
  const done = new Set<string>();
  let calls = 0;
  const backOp = (s: GraphNode): void => {
    calls += 1;
    const children = childrenOf(graph, s.name);
    const wasDone = done.has(s.name);
    if (children.length === 0) {
      gradients.set(s.name, 1);
      if (rules.result === "marked") done.add(s.name);
    }
    const tried = children.length > 0 || rules.result === "two conditions";
    if (tried && children.every((child) => done.has(child.name))) {
      const terms = children.map((c) => (gradients.get(c.name) ?? NaN) * jacobianOf(c, s.name, values, rules));
      gradients.set(
        s.name,
        terms.reduce((total, term) => total + term, 0),
      );
      done.add(s.name);
    }
    if (rules.recursion === "when complete" && (wasDone || !done.has(s.name))) return;
    new Set(s.parents).forEach((parent) => graph.filter(({ name }) => name === parent).forEach(backOp));
  };
  graph.filter(({ name }) => childrenOf(graph, name).length === 0).forEach(backOp);
  return { gradients, calls };
}

function jacobianOf(
  node: GraphNode,
  parent: string,
  values: ReadonlyMap<string, number>,
  { jacobian, parents }: BackwardRules,
): number {
  const slopes = node.slopes(valuesAt(node, values)).filter((_, position) => node.parents[position] === parent);
  const own = jacobian === "∂p/∂p" ? slopes.map(() => 1) : slopes;
  // A set has the parent once, and what is stored last stays.
  return parents === "set" ? (own[own.length - 1] ?? NaN) : own.reduce((total, slope) => total + slope, 0);
}
