/** On which piece of a piecewise function a unit stands. */
import type { Conventions, ScalarActivation } from "../../src/model/index.js";
import type { Entry } from "../support/relations.js";

const exactOf = ({ from, position }: Entry): number => from.ranges.exact[position] ?? NaN;
const radiusOf = ({ from, position }: Entry): number => from.ranges.radius[position] ?? Infinity;

/** 1, -1, or 0 for exactly 0; undefined where the range of z holds more than one of these. */
export function sideOf(z: Entry): 1 | -1 | 0 | undefined {
  const [exact, radius] = [exactOf(z), radiusOf(z)];
  if (Math.abs(exact) > radius) return exact > 0 ? 1 : -1;
  return exact === 0 && radius === 0 ? 0 : undefined;
}

/** The derivative of a piecewise linear activation at z; undefined where z cannot tell it, or for another activation. */
export function slopeAt(f: ScalarActivation, z: Entry, { derivativeAtKink }: Conventions): number | undefined {
  if (f.name === "identity") return 1;
  if (f.name === "unit-step") return 0;
  const side = sideOf(z);
  if (side === undefined) return undefined;
  if (side === 0) return slopeAtZero(f, derivativeAtKink);
  switch (f.name) {
    case "relu":
      return side === 1 ? 1 : 0;
    case "leaky-relu":
      return side === 1 ? 1 : f.slope;
    case "absolute-value":
      return side;
    default:
      return undefined;
  }
}

function slopeAtZero(f: ScalarActivation, at: Conventions["derivativeAtKink"]): number | undefined {
  if (f.name === "relu") return at.relu === "any" ? undefined : at.relu;
  if (f.name === "absolute-value") return at["absolute-value"] === "any" ? undefined : at["absolute-value"];
  if (f.name !== "leaky-relu") return undefined;
  const declared = at["leaky-relu"];
  if (declared === "slope") return f.slope;
  if (declared === "average") return (1 + f.slope) / 2;
  return declared === "any" ? undefined : declared;
}

/**
 * The place of the largest of the entries. Where more than one may be the largest: the first or the last, as wanted, if all of these
 * are known exactly.
 */
export function largestOf(
  pieces: readonly Entry[],
  tie: Conventions["derivativeAtKink"]["maxout"],
): number | undefined {
  const bounds = pieces.map((piece) => ({
    low: exactOf(piece) - radiusOf(piece),
    high: exactOf(piece) + radiusOf(piece),
  }));
  const floor = Math.max(...bounds.map(({ low }) => low));
  const left = bounds.flatMap(({ high }, i) => (high >= floor ? [i] : []));
  const known = left.every((i) => bounds[i]?.low === floor && bounds[i]?.high === floor);
  if (left.length === 1 || (known && tie === "first")) return left[0];
  return known && tie === "last" ? left[left.length - 1] : undefined;
}

/** Where y_j - y_c + 1 stands: 1 above 0, -1 below, 0 exactly on it; undefined where the ranges hold more than one of these. */
export function sideOfMargin(yj: Entry, yc: Entry): 1 | -1 | 0 | undefined {
  const value = exactOf(yj) - exactOf(yc) + 1;
  // The two subtractions are rounded too.
  const room =
    (radiusOf(yj) + radiusOf(yc)) * (1 + 2 ** -40) + 2 ** -51 * (Math.abs(exactOf(yj)) + Math.abs(exactOf(yc)) + 1);
  if (Math.abs(value) > room) return value > 0 ? 1 : -1;
  return value === 0 && radiusOf(yj) + radiusOf(yc) === 0 ? 0 : undefined;
}
