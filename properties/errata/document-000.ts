/** The mathematical errata of document 000, run (spec/errata.md). */
import { differences } from "./support/differences.js";
import { listed, type Example, type Executables } from "./support/example.js";
import { plain, typed } from "./support/nets.js";

const biased = ["gradients.weights", "gradients.biases"] as const;

type Row = readonly number[];
type Quadratic = readonly [f: (w: Row) => number, gradient: (w: Row) => number[]];

/** Each derivative depends on both weights. */
const coupled: Quadratic = [
  ([a = NaN, b = NaN]) => (a * b - 1) ** 2,
  ([a = NaN, b = NaN]) => [2 * (a * b - 1) * b, 2 * (a * b - 1) * a],
];
/** Each depends on its own. */
const separate: Quadratic = [
  ([a = NaN, b = NaN]) => (a - 1) ** 2 + (b - 4) ** 2,
  ([a = NaN, b = NaN]) => [2 * (a - 1), 2 * (b - 4)],
];

/** One step of descent from (1, 2) with η = ½. */
function step(about: string, [f, gradient]: Quadratic): Example {
  const start = [1, 2];
  const down = (w: Row, slopes: Row): number[] => w.map((wi, i) => wi - (slopes[i] ?? NaN) / 2);
  return listed(about, ["w_1", "w_2"], () => {
    const inPlace = [...start];
    start.forEach((_, i) => (inPlace[i] = down(inPlace, gradient(inPlace))[i] ?? NaN));
    return { printed: inPlace, right: down(start, gradient(start)), truth: down(start, differences(f, start)) };
  });
}

/** Descent on w² from w = 1 while the loss changes by more than ε: did it converge? */
function stopped(about: string, eta: number): Example {
  const epsilon = 2 ** -20;
  return listed(about, ["has it converged? (1: yes)"], () => {
    let w = 1;
    let change = Infinity;
    while (Math.abs(change) > epsilon) {
      const before = w * w;
      w -= eta * 2 * w;
      change = w * w - before;
    }
    // The printed loop knows one way to end, and takes it for convergence; that the loss is below that of the start is the truth.
    return { printed: [1], right: [Number(Math.abs(change) <= epsilon)], truth: [Number(w * w < 1)] };
  });
}

/** dy_i = Σ_j w_ij dz_j over storage that counts from 1; what stands at 0 is given. */
function sumOverUnits(about: string, atZero: number | undefined): Example {
  const w = [
    [2, -3],
    [5, 7],
  ];
  const dz = [4, 6];
  const withZero = <T>(row: readonly T[]): (T | number | undefined)[] => [atZero, ...row];
  return listed(about, ["dy_1", "dy_2"], () => ({
    printed: w.map((row) =>
      withZero(row).reduce<number>((sum, wij, j) => sum + (wij ?? NaN) * (withZero(dz)[j] ?? NaN), 0),
    ),
    right: w.map((row) => row.reduce((sum, wij, j) => sum + wij * (dz[j] ?? NaN), 0)),
    truth: differences(
      (y) => dz.reduce((Div, dzj, j) => Div + dzj * y.reduce((z, yi, i) => z + (w[i]?.[j] ?? NaN) * yi, 0), 0),
      [1, 1],
    ),
  }));
}

const narrowing = plain([3, 2, 1], ["tanh", "identity"]);

export const document000: Executables = {
  "E0-01": {
    mutant: "erratum/e0-01",
    shows: [
      typed("a net of widths 2, 2, 1", "erratum/e0-01", plain([2, 2, 1], ["tanh", "identity"]), [
        "preactivations",
        ...biased,
      ]),
    ],
    blindSpot: [
      typed(
        "the same net without biases",
        "erratum/e0-01",
        plain([2, 2, 1], ["tanh", "identity"], { biases: "none" }),
        ["preactivations", "gradients.weights"],
      ),
    ],
  },
  "E0-02": {
    mutant: "erratum/e0-02",
    shows: [
      typed("widths 3, 2, 1", "erratum/e0-02", narrowing, ["preactivations"]),
      typed("widths 1, 2", "erratum/e0-02", plain([1, 2], ["identity"]), ["preactivations"]),
    ],
    blindSpot: [
      typed("widths 2, 2, 2", "erratum/e0-02", plain([2, 2, 2], ["tanh", "identity"]), ["preactivations", "loss"]),
    ],
  },
  "E0-03": {
    mutant: "erratum/e0-03",
    shows: [
      typed("a first layer of two units", "erratum/e0-03", narrowing, ["gradients.activations", "gradients.weights"]),
    ],
    blindSpot: [
      typed("a first layer of one unit", "erratum/e0-03", plain([2, 1, 2], ["tanh", "identity"]), [
        "gradients.activations",
        "gradients.weights",
      ]),
    ],
  },
  "E0-04": {
    mutant: "erratum/e0-04",
    shows: [
      typed("tanh below a logistic output", "erratum/e0-04", plain([2, 3, 2], ["tanh", "logistic"]), [
        "gradients.preactivations",
      ]),
    ],
    blindSpot: [
      typed("tanh in both layers", "erratum/e0-04", plain([2, 3, 2], ["tanh", "tanh"]), ["gradients.preactivations"]),
    ],
  },
  "E0-05": {
    mutant: "erratum/e0-05",
    shows: [typed("the gradient by the input", "erratum/e0-05", narrowing, ["gradients.inputs"])],
    blindSpot: [
      typed("a first layer of identities", "erratum/e0-05", plain([2, 2, 1], ["identity", "tanh"]), [
        "gradients.inputs",
      ]),
    ],
  },
  "E0-06": {
    mutant: "erratum/e0-06",
    shows: [typed("the gradients by the biases", "erratum/e0-06", narrowing, biased)],
    blindSpot: [
      typed("the gradients by the weights alone", "erratum/e0-06", narrowing, [
        "gradients.weights",
        "gradients.inputs",
      ]),
    ],
  },
  "E0-07": {
    mutant: "erratum/e0-07",
    shows: [
      typed("widths 4, 2: 4 of 10 entries are reached", "erratum/e0-07", plain([4, 2], ["tanh"]), biased),
      typed("widths 2, 4: 4 of 12", "erratum/e0-07", plain([2, 4], ["tanh"]), biased),
      typed("widths 3, 3: 9 of 12, the biases missing", "erratum/e0-07", plain([3, 3], ["tanh"]), biased),
    ],
    blindSpot: [
      typed("widths 3, 3, the weights alone", "erratum/e0-07", plain([3, 3], ["tanh"]), ["gradients.weights"]),
    ],
  },
  "E0-08": {
    mutant: "erratum/e0-08",
    shows: [
      typed("a layer of three units over three inputs", "erratum/e0-08", plain([3, 3], ["tanh"]), [
        "gradients.weights",
      ]),
    ],
    blindSpot: [
      typed("a layer of one unit over three inputs", "erratum/e0-08", plain([3, 1], ["tanh"]), ["gradients.weights"]),
    ],
  },
  "E0-09": {
    mutant: "erratum/e0-09",
    shows: [
      typed("the weights of a softmax layer", "erratum/e0-09", plain([2, 3], ["softmax"]), ["gradients.weights"]),
      typed("the weights below a scalar layer", "erratum/e0-09", narrowing, ["gradients.weights"]),
    ],
    blindSpot: [],
  },
  "E0-13": {
    shows: [step("one step on (w_1 w_2 - 1)² from (1, 2), η = ½", coupled)],
    blindSpot: [step("one step on (w_1 - 1)² + (w_2 - 4)² from (1, 2), η = ½", separate)],
  },
  "E0-14": {
    shows: [stopped("descent on w² with η = 2, which multiplies w by -3", 2)],
    blindSpot: [stopped("descent on w² with η = ¼, which halves w", 0.25)],
  },
  "E0-15": {
    shows: [sumOverUnits("nothing is stored for unit 0", undefined)],
    blindSpot: [sumOverUnits("zeros are stored for unit 0", 0)],
  },
};
