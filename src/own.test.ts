/** Functions of a user's own, from the formulas to the verdict. */
import { describe, expect, it } from "vitest";
import {
  allProperties,
  backpropagateByGraph,
  backpropagateByLoops,
  backpropagateByMatrices,
  certify,
  compareAnswer,
  defaultConventions,
  inProcessSubject,
  placeOf,
  quantities,
  runGate,
  scalar,
  type Arithmetic,
  type Case,
  type Description,
  type InProcess,
  type OwnActivation,
  type OwnDivergence,
  type Quantity,
  type Report,
} from "./index.js";
import { finiteDifferences } from "./oracle/index.js";

/** s = 1 / (1 + e^-z) */
function logistic<N>(a: Arithmetic<N>, z: N): N {
  return a.divide(a.constant(1), a.add(a.constant(1), a.exp(a.negate(z))));
}

/** y = z s */
const swish: OwnActivation = {
  name: "own",
  id: "swish",
  value: (a, z) => z.map((zi) => a.multiply(zi, logistic(a, zi))),
  gradient: (a, z, dy) =>
    z.map((zi, i) => {
      // f' = s (1 + z (1 - s))
      const s = logistic(a, zi);
      const inner = a.add(a.constant(1), a.multiply(zi, a.subtract(a.constant(1), s)));
      return a.multiply(a.multiply(s, inner), dy[i]);
    }),
};

/** The slope of the logistic factor forgotten: f' = s. */
const wrongSwish: OwnActivation = {
  ...swish,
  gradient: (a, z, dy) => z.map((zi, i) => a.multiply(logistic(a, zi), dy[i])),
};

/** r = y - d and √(1 + r²) */
function residual<N>(a: Arithmetic<N>, y: N, d: N): { r: N; root: N } {
  const r = a.subtract(y, d);
  return { r, root: a.squareRoot(a.add(a.constant(1), a.multiply(r, r))) };
}

/** Σ √(1 + r²) - 1 */
const pseudoHuber: OwnDivergence = {
  name: "own",
  id: "pseudo-huber",
  value: (a, y, d) =>
    y.map((yi, i) => a.subtract(residual(a, yi, d[i]).root, a.constant(1))).reduce((sum, term) => a.add(sum, term)),
  // r / √(1 + r²)
  gradient: (a, y, d) =>
    y.map((yi, i) => {
      const { r, root } = residual(a, yi, d[i]);
      return a.divide(r, root);
    }),
};

/** Right near 0 only: r in place of r / √(1 + r²). */
const wrongHuber: OwnDivergence = {
  ...pseudoHuber,
  gradient: (a, y, d) => y.map((yi, i) => residual(a, yi, d[i]).r),
};

function question(activation: OwnActivation, loss: OwnDivergence): Case {
  return {
    network: {
      layers: [
        {
          weights: [
            [0.3, -0.7],
            [1.1, 0.4],
            [-0.6, 0.9],
          ],
          biases: [0.1, -0.2, 0.5],
          activation,
        },
        { weights: [[0.8, -0.5, 0.6]], biases: [0.25], activation: { name: "tanh" } },
      ],
    },
    loss,
    regularizer: { name: "l2", lambda: 0.1 },
    batch: {
      inputs: [
        [0.7, -1.3],
        [-0.4, 2.1],
        [1.9, 0.2],
      ],
      targets: [[0.9], [-1.4], [0.2]],
    },
  };
}

const gradients = ["gradients.weights", "gradients.biases", "gradients.inputs"] as const satisfies readonly Quantity[];

/** The largest relative distance of the gradient by weights, biases and inputs from finite differences. */
function distanceFromDifferences(asked: Case): number {
  const reference = certify(asked, defaultConventions, "f64");
  const differentiate = finiteDifferences(asked, defaultConventions);
  const distances = gradients.flatMap((quantity) =>
    reference.ranges(quantity).exact.map((_, position) => {
      const difference = differentiate(placeOf(asked, quantity, position));
      if (difference.kind !== "smooth") throw new Error(`${quantity} ${position}: ${difference.kind}`);
      const digits = reference.digits(quantity, position);
      return difference.value.mid.minus(digits).dividedBy(digits).abs().toNumber();
    }),
  );
  expect(distances).toHaveLength(19);
  return Math.max(...distances);
}

describe("an activation and a divergence of a user's own", () => {
  const asked = question(swish, pseudoHuber);
  const reference = certify(asked, defaultConventions, "f64");

  it.each([
    ["loops", backpropagateByLoops],
    ["matrices", backpropagateByMatrices],
    ["graphs", backpropagateByGraph],
  ])("are computed within their ranges by %s", (_, backpropagate) => {
    const compared = compareAnswer(reference, backpropagate(asked, defaultConventions), quantities);
    expect(compared).toMatchObject({ mismatches: [], undecided: 0 });
    expect(compared.entries).toBeGreaterThan(60);
  });

  it("are certified: the loss is what the formula gives", () => {
    const [first, second] = asked.network.layers;
    const f = (z: number): number => z / (1 + Math.exp(-z));
    const dot = (a: readonly number[], b: readonly number[]): number => a.reduce((sum, ai, i) => sum + ai * b[i], 0);
    const losses = asked.batch.inputs.map((x, t) => {
      const hidden = first.weights.map((row, j) => f(dot(row, x) + first.biases[j]));
      const y = Math.tanh(dot(second.weights[0], hidden) + second.biases[0]);
      return Math.hypot(1, y - asked.batch.targets[t][0]) - 1;
    });
    const penalty = 0.05 * dot([...first.weights.flat(), ...second.weights.flat()], [...first.weights.flat(), ...second.weights.flat()]); // prettier-ignore
    const mean = losses.reduce((sum, loss) => sum + loss) / 3;
    expect(Number(reference.digits("loss", 0))).toBeCloseTo(mean + penalty, 14);
    expect(reference.ranges("loss").radius[0]).toBeLessThan(1e-13);
  });

  it("have a gradient that agrees with finite differences to 25 digits", () => {
    expect(distanceFromDifferences(asked)).toBeLessThan(1e-25);
  });

  it("with a wrong gradient of theirs disagree with finite differences", () => {
    expect(distanceFromDifferences(question(wrongSwish, pseudoHuber))).toBeGreaterThan(0.01);
    expect(distanceFromDifferences(question(swish, wrongHuber))).toBeGreaterThan(0.01);
  });

  it("are told from a wrong gradient by the oracle", () => {
    for (const wrong of [question(wrongSwish, pseudoHuber), question(swish, wrongHuber)]) {
      const { mismatches } = compareAnswer(reference, backpropagateByLoops(wrong, defaultConventions), quantities);
      expect(mismatches.map(({ quantity }) => quantity)).toContain("gradients.weights");
      expect(mismatches.map(({ quantity }) => quantity)).not.toContain("loss");
    }
  });
});

describe("the gate", () => {
  /** The lecture's loops, with functions of a user's own beside a few of the lecture's. */
  const owner = (activation: OwnActivation, divergence: OwnDivergence): InProcess => {
    const description: Description = {
      ...scalar.description,
      supports: { ...scalar.description.supports, activations: ["tanh"], losses: ["squared-error"] },
      own: { activations: [activation], divergences: [divergence] },
    };
    return { description, run: (asked) => backpropagateByLoops(asked, defaultConventions) };
  };

  const verdict = (implementation: InProcess, ids: readonly string[], runs: number): Promise<Report> =>
    runGate({
      subject: inProcessSubject(implementation),
      properties: allProperties.filter(({ id }) => ids.includes(id)),
      runs,
      seed: 1,
    });

  it("finds nothing wrong with right formulas, asking about copies and about the case itself", async () => {
    const ids = ["forward/loss", "backward/weights", "differences/central", "state/inputs-unmutated"];
    const report = await verdict(owner(swish, pseudoHuber), ids, 10);
    expect(report.findings.map(({ property, status }) => [property, status])).toEqual(
      report.findings.map(({ property }) => [property, "held"]),
    );
    expect(report.findings.length).toBeGreaterThanOrEqual(3);
  });

  it.each([
    ["activation", owner(wrongSwish, pseudoHuber)],
    ["divergence", owner(swish, wrongHuber)],
  ])("finds a wrong gradient of a user's own %s by finite differences", async (_, implementation) => {
    const report = await verdict(implementation, ["differences/central"], 40);
    expect(report.verdict).toBe("fail");
  });

  it("finds a subject that computes another gradient than the user's", async () => {
    const right = owner(swish, pseudoHuber);
    const wrongLayers = (asked: Case): Case => ({
      ...asked,
      network: {
        layers: asked.network.layers.map((layer) =>
          layer.activation.name === "own" ? { ...layer, activation: wrongSwish } : layer,
        ),
      },
    });
    const run = (asked: Case) => backpropagateByLoops(wrongLayers(asked), defaultConventions);
    const report = await verdict({ ...right, run }, ["backward/weights"], 40);
    expect(report.verdict).toBe("fail");
  });
});
