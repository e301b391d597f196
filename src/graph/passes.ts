import { GraphError, listed, nodeOf, sweep, sweepForward, type Graph, type GraphNode } from "./graph.js";
import type { Operation } from "./operation.js";
import { map, sameShape, shapeText, single, tabulate, type Tensor } from "./tensor.js";

/** What the forward pass leaves behind. */
export interface Evaluation {
  readonly graph: Graph;
  /** The names of all nodes in the order in which they got their values. */
  readonly order: readonly string[];
  /** @throws GraphError when there is no such node. */
  value(name: string): Tensor;
}

/** One summand of ∂J/∂c = Σ ∂J/∂u ∂u/∂c, for one use of c by a child u. */
export interface Term {
  readonly child: string;
  /** Which of the child's parents c is, counted from 0. */
  readonly position: number;
  readonly gradient: Tensor;
}

/** What the backward pass leaves behind. */
export interface Gradients {
  /** The names of the nodes that lead to the result, in the order in which their gradients were finished; the result first. */
  readonly order: readonly string[];
  /** The names of the nodes that do not lead to the result, so that their gradient is 0. */
  readonly unrelated: readonly string[];
  /** ∂J/∂(node), of the shape of the node's value. @throws GraphError when there is no such node. */
  gradient(name: string): Tensor;
  /** What the node's children contributed, in the order of `GraphNode.children`. @throws GraphError as `gradient` does. */
  terms(name: string): readonly Term[];
}

/**
 * The generic forward pass: a node is computed once all its parents are.
 *
 * y.value = f_y(values of y's parents), 004 L497-548. Start nodes count as computed from the beginning, which the
 * printed procedure leaves out; without it nothing is ever computed.
 *
 * @param given - The value of each start node, by name. Copied.
 * @throws GraphError naming the nodes when a start node has no value and others cannot be computed for it, when a value is
 * for no start node, or when an operation refuses what its parents hold.
 */
export function forward(graph: Graph, given: Iterable<readonly [string, Tensor]>): Evaluation {
  const values = new Map<GraphNode, Tensor>();
  for (const [name, value] of given)
    values.set(
      startNode(graph, name),
      map(value, (entry) => entry),
    );
  demandValues(graph, values);
  const order = sweepForward(graph.nodes.values(), (node) => {
    const { operation, parents } = node;
    if (operation === null) return;
    const inputs = parents.map((parent) => values.get(parent) as Tensor);
    values.set(
      node,
      at(node, operation, () => operation.evaluate(inputs)),
    );
  });
  return {
    graph,
    order: order.map(({ name }) => name),
    value: (name) => values.get(nodeOf(graph, name)) as Tensor,
  };
}

function startNode(graph: Graph, name: string): GraphNode {
  const found = nodeOf(graph, name);
  if (found.operation === null) return found;
  throw new GraphError(`node '${name}' is computed, by ${found.operation.name}; only start nodes are given a value`, [
    name,
  ]);
}

function demandValues(graph: Graph, values: ReadonlyMap<GraphNode, Tensor>): void {
  const missing = [...graph.nodes.values()].filter((node) => node.operation === null && !values.has(node));
  if (missing.length === 0) return;
  const stuck = new Set(missing);
  for (const node of stuck) for (const child of node.children) stuck.add(child.node);
  const names = [...stuck].map(({ name }) => name);
  const [starts, others] = [names.slice(0, missing.length), names.slice(missing.length)];
  throw new GraphError(
    `no value was given for ${listed(starts)}; so these cannot be computed: ${listed(others)}`,
    names,
  );
}

/**
 * The generic backward pass: the gradient of a node is finished once those of all its children are.
 *
 * multi-branch (spec/graph.md): ∂J/∂c = Σ_{u ∈ C_c} ∂J/∂u ∂u/∂c, 004 L518-521, L585-587, with one summand for every time that u
 * uses c. The result gets ∂J/∂J = 1 and is finished with it, which the printed procedure leaves out; without it no other node
 * gets a gradient. Children that do not lead to the result contribute nothing and are not waited for.
 *
 * @param result - The node J. Its value is a number.
 * @throws GraphError when there is no such node, when it does not hold a number, or when a pullback fails or returns gradients of
 * the wrong shape.
 * Rounding: the terms of a node are added in the order of its children.
 */
export function backward(evaluation: Evaluation, result: string): Gradients {
  const { graph } = evaluation;
  const J = nodeOf(graph, result);
  demandNumber(J, evaluation.value(result));
  const leading = leadingTo(J);
  const terms = new Map<GraphNode, readonly Term[]>();
  const gradients = new Map<GraphNode, Tensor>();
  const pulled = new Map<GraphNode, readonly Tensor[]>();

  const order = sweep(
    leading,
    ({ children }) => children.filter((child) => leading.has(child.node)).length,
    ({ parents }) => parents,
    (node) => {
      const summands = termsOf(node, pulled);
      const gradient = node === J ? single(1) : total(evaluation.value(node.name), summands);
      terms.set(node, summands);
      gradients.set(node, gradient);
      pulled.set(node, pullBack(node, gradient, evaluation));
    },
  );
  return {
    order: order.map(({ name }) => name),
    unrelated: [...graph.nodes.values()].filter((node) => !leading.has(node)).map(({ name }) => name),
    gradient: (name) => gradients.get(nodeOf(graph, name)) ?? zeros(evaluation.value(name)),
    terms: (name) => terms.get(nodeOf(graph, name)) ?? [],
  };
}

function demandNumber({ name }: GraphNode, value: Tensor): void {
  if (sameShape(value, single(0))) return;
  throw new GraphError(`the result must be one number, but node '${name}' has shape ${shapeText(value)}`, [name]);
}

/** J and all nodes from which some path leads to it. */
function leadingTo(J: GraphNode): ReadonlySet<GraphNode> {
  const leading = new Set([J]);
  // The set grows while it is walked.
  for (const node of leading) for (const parent of node.parents) leading.add(parent);
  return leading;
}

function termsOf({ children }: GraphNode, pulled: ReadonlyMap<GraphNode, readonly Tensor[]>): Term[] {
  return children.flatMap(({ node, position }) => {
    const gradients = pulled.get(node);
    return gradients === undefined ? [] : [{ child: node.name, position, gradient: gradients[position] }];
  });
}

function total(value: Tensor, terms: readonly Term[]): Tensor {
  const sum = zeros(value);
  for (const { gradient } of terms) gradient.data.forEach((part, i) => (sum.data[i] += part));
  return sum;
}

/** What a node adds to the gradients of its parents. */
function pullBack(node: GraphNode, gradient: Tensor, evaluation: Evaluation): readonly Tensor[] {
  const { operation, parents, name } = node;
  if (operation === null) return [];
  const inputs = parents.map((parent) => evaluation.value(parent.name));
  const gradients = at(node, operation, () => operation.pullback(gradient, inputs, evaluation.value(name)));
  const fits = gradients.length === inputs.length && inputs.every((input, i) => sameShape(input, gradients[i]));
  if (fits) return gradients;
  const shapes = (tensors: readonly Tensor[]): string => tensors.map(shapeText).join(", ") || "none";
  throw new GraphError(
    `node '${name}': the pullback of ${operation.name} must have the parents' shapes ${shapes(inputs)}, got ${shapes(gradients)}`,
    [name],
  );
}

/** Says at which node an operation failed. */
function at<T>(node: GraphNode, operation: Operation, run: () => T): T {
  try {
    return run();
  } catch (error) {
    const parents = node.parents.map(({ name }) => name);
    const where = `node '${node.name}', ${operation.name} of ${listed(parents)}`;
    throw new GraphError(`${where}: ${(error as Error).message}`, [node.name], { cause: error });
  }
}

function zeros({ rows, cols }: Tensor): Tensor {
  return tabulate(rows, cols, () => 0);
}
