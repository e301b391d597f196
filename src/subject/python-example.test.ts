import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { completeConventions, type Answer, type Case } from "../model/index.js";
import { startProcess } from "./subprocess.js";

const folder = fileURLToPath(new URL("../../examples/python/", import.meta.url));
const hasPython = spawnSync("python3", ["--version"]).status === 0;
const title = hasPython ? "the Python example" : "the Python example (skipped: python3 is not installed)";

/** Every number in it, and in its answer, is a small multiple of a power of two: no operation rounds. */
const dyadic: Case = {
  network: {
    layers: [
      {
        weights: [
          [1, 2],
          [-1, 0.5],
        ],
        biases: [0.5, -0.25],
        activation: { name: "relu" },
      },
      { weights: [[2, -1]], biases: [0.25], activation: { name: "identity" } },
    ],
  },
  loss: { name: "squared-error" },
  regularizer: { name: "l2", lambda: 0.5 },
  batch: {
    inputs: [
      [1, 0.5],
      [-2, 1],
    ],
    targets: [[3.25], [-0.5]],
  },
};

/**
 * Example 1: z1 = (2.5, -1), y1 = (2.5, 0), y2 = 5.25, dy2 = 2. Example 2: z1 = (0.5, 2.25), y1 = z1, y2 = -1, dy2 = -0.5.
 * Penalty 0.25 · (1 + 4 + 1 + 0.25 + 4 + 1) = 2.8125.
 */
const sums = {
  loss: 2 + 0.125,
  weights: [
    [
      [4 * 1 - 1 * -2, 4 * 0.5 - 1],
      [0.5 * -2, 0.5],
    ],
    [[2 * 2.5 - 0.5 * 0.5, -0.5 * 2.25]],
  ],
  biases: [[4 - 1, 0.5], [2 - 0.5]],
  inputs: [
    [4, 8],
    [-1 - 0.5, -2 + 0.25],
  ],
};

const weightOf = (layer: number, unit: number, input: number): number =>
  dyadic.network.layers[layer]?.weights[unit]?.[input] ?? NaN;

/** The answer when the gradients by weights and biases are the sums over the batch divided by `count`. */
function expected(count: number): Answer {
  const weights = sums.weights.map((rows, layer) =>
    rows.map((row, unit) => row.map((sum, input) => sum / count + 0.5 * weightOf(layer, unit, input))),
  );
  const biases = sums.biases.map((row) => row.map((sum) => sum / count));
  const inputs = sums.inputs.map((row) => row.map((entry) => entry / 2));
  return { loss: sums.loss / 2 + 2.8125, outputs: [[5.25], [-1]], gradients: { weights, biases, inputs } };
}

const start = (module: string) => startProcess(`python3 -B "${folder}adapter.py" ${module}`, { timeoutMs: 30_000 });

describe.skipIf(!hasPython)(title, () => {
  it("shakes hands under the default conventions", async () => {
    const subject = await start("");
    await subject.close();
    expect(subject.description.implementation).toEqual({ name: "network", language: "python" });
    expect(completeConventions(subject.description.conventions)).toEqual(completeConventions());
  });

  it("answers a case in which nothing is rounded to the last bit", async () => {
    const subject = await start("network");
    expect(await subject.run(dyadic)).toEqual({ answer: expected(2) });
    await subject.close();
  });

  it("in its faulty copy sums the gradients by weights and biases over the batch", async () => {
    const subject = await start("faulty_network");
    expect(await subject.run(dyadic)).toEqual({ answer: expected(1) });
    await subject.close();
  });

  it("survives values that JSON cannot write", async () => {
    const subject = await start("network");
    const batch = {
      ...dyadic.batch,
      inputs: [
        [NaN, 1],
        [Infinity, -Infinity],
      ],
    };
    expect(await subject.run({ ...dyadic, batch })).toHaveProperty("answer.loss", NaN);
    await subject.close();
  });
});

describe("the faulty Python network", () => {
  it("differs from the right one in its title and one line", () => {
    const [right, faulty] = ["network.py", "faulty_network.py"].map((file) =>
      readFileSync(folder + file, "utf8").split("\n"),
    );
    const different = (faulty ?? []).filter((line, position) => line !== right?.[position]);
    expect(faulty).toHaveLength(right?.length ?? NaN);
    expect(different).toEqual([
      faulty?.[0],
      "    total, weights, biases = reduce(divs, T), reduce(dWs, 1), reduce(dbs, 1)",
    ]);
  });
});
