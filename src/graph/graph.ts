import type { Operation } from "./operation.js";

/** A graph that cannot be built or run. `nodes` are the names of those concerned. */
export class GraphError extends Error {
  override readonly name = "GraphError";
  readonly nodes: readonly string[];

  constructor(message: string, nodes: readonly string[], options?: ErrorOptions) {
    super(message, options);
    this.nodes = nodes;
  }
}

/** A node as it is written down: parents by name, defined before or after. */
export interface NodeDefinition {
  readonly name: string;
  /** null: a start node, whose value is given. */
  readonly operation: Operation | null;
  readonly parents: readonly string[];
}

/** A node whose value is given: data, or a parameter. */
export function start(name: string): NodeDefinition {
  return { name, operation: null, parents: [] };
}

/** A node that is computed from its parents, in this order; x · x has the parent x twice. */
export function node(name: string, operation: Operation, ...parents: readonly string[]): NodeDefinition {
  return { name, operation, parents };
}

/** Parents feed a node, children consume it (004 L489, L498, L514). */
export interface GraphNode {
  readonly name: string;
  readonly operation: Operation | null;
  readonly parents: readonly GraphNode[];
  /** One entry for every time that a node uses this one; in the order of the definitions. */
  readonly children: readonly Child[];
}

export interface Child {
  readonly node: GraphNode;
  /** Which of the child's parents this is, counted from 0. */
  readonly position: number;
}

export interface Graph {
  /** By name, in the order of the definitions. */
  readonly nodes: ReadonlyMap<string, GraphNode>;
}

/**
 * The graph of the definitions, which may come in any order.
 *
 * @throws GraphError naming the nodes when a name is given twice, a parent is missing, a node has not as many parents
 * as its operation takes, or nodes feed one another in a cycle.
 */
export function graphOf(definitions: readonly NodeDefinition[]): Graph {
  const nodes = new Map<string, GraphNode & { parents: GraphNode[]; children: Child[] }>();
  for (const { name, operation } of definitions) {
    if (nodes.has(name)) throw new GraphError(`the node '${name}' is defined twice`, [name]);
    nodes.set(name, { name, operation, parents: [], children: [] });
  }
  for (const definition of definitions) {
    checkParents(definition);
    const child = nodes.get(definition.name) as GraphNode & { parents: GraphNode[] };
    definition.parents.forEach((name, position) => {
      const parent = nodes.get(name);
      if (parent === undefined)
        throw new GraphError(`node '${child.name}': its parent '${name}' is not defined`, [child.name, name]);
      child.parents.push(parent);
      parent.children.push({ node: child, position });
    });
  }
  rejectCycles([...nodes.values()]);
  return { nodes };
}

function checkParents({ name, operation, parents }: NodeDefinition): void {
  if (operation === null) {
    if (parents.length === 0) return;
    throw new GraphError(`node '${name}' has the parents ${listed(parents)}, but no operation`, [name]);
  }
  const { arity } = operation;
  if (arity === undefined ? parents.length > 0 : parents.length === arity) return;
  const wanted = arity === undefined ? "1 or more" : arity;
  throw new GraphError(`node '${name}': the parents of ${operation.name} must be ${wanted}, got ${listed(parents)}`, [
    name,
  ]);
}

/** The node of that name. @throws GraphError when there is none. */
export function nodeOf(graph: Graph, name: string): GraphNode {
  const found = graph.nodes.get(name);
  if (found === undefined) throw new GraphError(`the graph has no node '${name}'`, [name]);
  return found;
}

/**
 * Visits each node once everything that it waits for has been visited: the one idea behind both passes. Visits no node twice and
 * walks no edge twice, in a loop and not by recursion: the pseudo-code of 004 L585-587 goes on into the parents before
 * they are complete, and so visits a ladder of n diamonds 4 · 2^n - 3 times.
 *
 * @param waitsFor - For how many visits a node waits.
 * @param releases - The nodes that wait for this one, each as often as it does.
 * @returns The nodes in the order of the visits; those on a cycle, and those that wait for one, are not among them.
 */
export function sweep(
  nodes: Iterable<GraphNode>,
  waitsFor: (node: GraphNode) => number,
  releases: (node: GraphNode) => readonly GraphNode[],
  visit: (node: GraphNode) => void = () => undefined,
): readonly GraphNode[] {
  const waiting = new Map<GraphNode, number>();
  for (const each of nodes) waiting.set(each, waitsFor(each));
  const ready = [...waiting.keys()].filter((each) => waiting.get(each) === 0);
  // The list grows while it is walked.
  for (const each of ready) {
    visit(each);
    for (const next of releases(each)) {
      const left = (waiting.get(next) as number) - 1;
      waiting.set(next, left);
      if (left === 0) ready.push(next);
    }
  }
  return ready;
}

/** From the start nodes to the result: a node waits for all its parents. */
export function sweepForward(nodes: Iterable<GraphNode>, visit?: (node: GraphNode) => void): readonly GraphNode[] {
  return sweep(
    nodes,
    ({ parents }) => parents.length,
    ({ children }) => children.map((child) => child.node),
    visit,
  );
}

function rejectCycles(nodes: readonly GraphNode[]): void {
  const free = new Set(sweepForward(nodes));
  const first = nodes.find((each) => !free.has(each));
  if (first === undefined) return;
  // Whoever is not free waits for a parent that is not free: going up must come back to where it was.
  const path = new Set<GraphNode>();
  let at = first;
  for (; !path.has(at); at = at.parents.find((parent) => !free.has(parent)) as GraphNode) path.add(at);
  const upwards = [...path];
  const cycle = upwards.slice(upwards.indexOf(at)).reverse();
  const names = cycle.map(({ name }) => name);
  const shown = names.slice(0, most).map((name) => `'${name}'`);
  const rest = names.length > most ? `${names.length - most} more` : undefined;
  const round = [...shown, ...(rest === undefined ? [] : [rest]), shown[0]].join(" → ");
  throw new GraphError(`these nodes feed one another in a cycle, so that none can be computed: ${round}`, names);
}

/** How many names a message shows. */
const most = 8;

/** The names in quotes; the first few where there are many. */
export function listed(names: readonly string[]): string {
  if (names.length === 0) return "none";
  const shown = names.slice(0, most).map((name) => `'${name}'`);
  const more = names.length - shown.length;
  return more > 0 ? `${shown.join(", ")} and ${more} more` : shown.join(", ");
}
