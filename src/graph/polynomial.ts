import type { Monomial } from "../model/index.js";
import { pick } from "./columns.js";
import { node, type NodeDefinition } from "./graph.js";
import { names } from "./names.js";
import { product, stack, sum } from "./operations.js";
import type { Site } from "./site.js";
import { single, type Tensor } from "./tensor.js";

type Outputs = readonly (readonly Monomial[])[];

/** The coefficients of layer k's polynomials, and the 0 of an output without monomials. */
export function polynomialConstants(outputs: Outputs, k: number): (readonly [string, Tensor])[] {
  return outputs.flatMap((monomials, j) =>
    monomials.length === 0
      ? [[names.nothing(k, j + 1), single(0)] as const]
      : monomials.map(({ coefficient }, m) => [names.coefficient(k, j + 1, m + 1), single(coefficient)] as const),
  );
}

/**
 * A polynomial as nothing but products and sums of numbers. A power is the square of its half, or one factor more than the power
 * below: its node has the same parent twice, or two that share ancestors, and multi-branch finds p z^(p-1) without being
 * told. What a monomial leaves out is no parent of it, so that 0^0 does not arise.
 *
 * polynomial-activation, polynomial-jacobian (spec/activations.md; 000 L762)
 *
 * Special values: NaN gives NaN to the outputs whose monomials hold it to a power above 0.
 */
export function polynomialNodes(outputs: Outputs, { k, z, D, y }: Site): NodeDefinition[] {
  const results = outputs.map((monomials, j) => {
    if (monomials.length === 0) return { name: names.nothing(k, j + 1), definitions: [] };
    const name = names.of(`polynomial ${j + 1}`, y);
    return { name, definitions: outputNodes(monomials, z, name, (m) => names.coefficient(k, j + 1, m)) };
  });
  return [
    ...powerNodes(outputs, z, D),
    ...results.flatMap(({ definitions }) => definitions),
    node(y, stack, ...results.map(({ name }) => name)),
  ];
}

/** The entries of z that are used, and their powers: each node once, however many monomials need it. */
function powerNodes(outputs: Outputs, z: string, D: number): NodeDefinition[] {
  const places = Array.from({ length: D }, (_, i) => i);
  return places.flatMap((i) => {
    const used = outputs.flat().map(({ powers }) => powers[i]);
    const needed = new Set(used.filter((power) => power > 0));
    // The set grows while it is walked.
    for (const power of needed) for (const factor of factorsOf(power)) needed.add(factor);
    return [...needed].map((power) =>
      power === 1
        ? node(names.entry(z, i + 1), pick(i), z)
        : node(
            names.power(z, i + 1, power),
            product,
            ...factorsOf(power).map((factor) => names.power(z, i + 1, factor)),
          ),
    );
  });
}

/** Two powers whose product is this one; none for the first. */
function factorsOf(power: number): number[] {
  if (power === 1) return [];
  return power % 2 === 0 ? [power / 2, power / 2] : [power - 1, 1];
}

/** Σ over the monomials, each its coefficient times one power after the other. */
function outputNodes(
  monomials: readonly Monomial[],
  z: string,
  y: string,
  coefficient: (m: number) => string,
): NodeDefinition[] {
  const products: NodeDefinition[] = [];
  const terms = monomials.map(({ powers }, m) => {
    const factors = powers.flatMap((power, i) => (power > 0 ? [names.power(z, i + 1, power)] : []));
    return factors.reduce(
      (left, right) => {
        const name = `${left} · ${right}`;
        products.push(node(name, product, left, right));
        return name;
      },
      coefficient(m + 1),
    );
  });
  return [...products, node(y, sum, ...terms)];
}
