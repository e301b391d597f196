import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { defaultConventions, ShapeError, type Network } from "../model/index.js";
import { backpropagate } from "../scalar/index.js";
import { anyCase } from "../scalar/testing/arbitraries.js";
import {
  flattenGradients,
  flattenParameters,
  layerParameterCount,
  parameterCount,
  unflattenGradients,
  unflattenParameters,
  updateByVector,
} from "./index.js";

const someCase = anyCase(fc.integer({ min: 1, max: 2 }));

/** A network of the widths, of zeros. */
function blank(...widths: number[]): Network {
  const layers = widths.slice(1).map((units, below) => ({
    weights: Array.from({ length: units }, () => new Array<number>(widths[below]).fill(0)),
    biases: new Array<number>(units).fill(0),
    activation: { name: "identity" as const },
  }));
  return { layers };
}

describe("parameters as one vector", () => {
  it("become the network again, and so do gradients", () => {
    fc.assert(
      fc.property(someCase, (question) => {
        const { network } = question;
        const { weights, biases } = backpropagate(question, defaultConventions).gradients;
        expect(unflattenParameters(network, flattenParameters(network))).toEqual(network);
        expect(unflattenGradients(network, flattenGradients({ weights, biases }))).toEqual({ weights, biases });
      }),
      { seed: 1 },
    );
  });

  it("are as many as the network has, each once", () => {
    fc.assert(
      fc.property(someCase, ({ network }) => {
        const numbered = Array.from({ length: parameterCount(network) }, (_, i) => i);
        expect(flattenParameters(network)).toHaveLength(numbered.length);
        expect(flattenParameters(unflattenParameters(network, numbered))).toEqual(numbered);
      }),
      { seed: 2 },
    );
  });

  it("stand in the order of the gradient: one component moved is one derivative felt", () => {
    fc.assert(
      fc.property(someCase, fc.nat(), (question, draw) => {
        const { network } = question;
        const position = draw % parameterCount(network);
        const unit = flattenParameters(network).map((_, i) => (i === position ? 1 : 0));
        const moved = flattenParameters(updateByVector(network, unflattenGradients(network, unit), 1));
        expect(moved).toEqual(flattenParameters(network).map((parameter, i) => parameter - unit[i]));
      }),
      { seed: 3 },
    );
  });

  it("begin with the first layer's weights, row by row, and its biases", () => {
    const vector = Array.from({ length: 11 }, (_, i) => i + 1);
    expect(
      unflattenParameters(blank(2, 2, 1), vector.slice(0, 9)).layers.map(({ weights, biases }) => [weights, biases]),
    ).toEqual([
      [
        [
          [1, 2],
          [3, 4],
        ],
        [5, 6],
      ],
      [[[7, 8]], [9]],
    ]);
  });

  it.each([8, 10])("are refused when there are %s in place of 9", (length) => {
    const vector = new Array<number>(length).fill(0);
    const message = `the vector of all parameters must have shape [9], got [${length}]`;
    expect(() => unflattenParameters(blank(2, 2, 1), vector)).toThrow(message);
    expect(() => unflattenGradients(blank(2, 2, 1), vector)).toThrow(ShapeError);
  });
});

describe("the number of parameters", () => {
  it("of the lecture's network of 10, 10, 5 and 1 units is 110 + 55 + 6 = 171", () => {
    const network = blank(10, 10, 5, 1);
    expect([1, 2, 3].map((k) => layerParameterCount(network, k))).toEqual([110, 55, 6]);
    expect(parameterCount(network)).toBe(171);
  });

  it("of a layer that does not exist is refused", () => {
    expect(() => layerParameterCount(blank(2, 1), 2)).toThrow("there is no layer 2");
  });
});
