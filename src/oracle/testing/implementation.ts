/** Forward and backward pass of a case in a given form, written as a program: one correct implementation among many. */
import {
  batchSize,
  type Activation,
  type Case,
  type Conventions,
  type Layer,
  type Quantity,
} from "../../model/index.js";
import { activate, negativeLog, softmax, softmaxBackward } from "./activation-forms.js";
import type { Form } from "./forms.js";
import type { Program, Value } from "./program.js";
import type { Question } from "./random-cases.js";
import { sum, type Summand } from "./sums.js";

/** A layer as the implementation holds it. */
interface HeldLayer {
  readonly W: readonly (readonly Value[])[];
  readonly b: readonly Value[];
  readonly activation: Activation;
  /** Of a leaky relu, for z < 0. */
  readonly slope: Value;
}

interface LayerPass {
  readonly z: readonly Value[];
  readonly y: readonly Value[];
  backward(dy: readonly Value[]): Value[];
}

interface ExamplePass {
  readonly x: readonly Value[];
  readonly d: readonly Value[];
  readonly passes: readonly LayerPass[];
}

interface ExampleGradients {
  readonly dz: readonly (readonly Value[])[];
  readonly dy: readonly (readonly Value[])[];
  readonly dx: readonly Value[];
}

/** The entries of every quantity, in reading order. */
export type Results = Readonly<Record<Quantity, readonly Value[]>>;

export class Implementation {
  private readonly m: Program;
  private readonly form: Form;
  private readonly question: Case;
  private readonly conventions: Conventions;
  private readonly layers: readonly HeldLayer[];
  private readonly lambda: Value;

  constructor(m: Program, form: Form, { case: question, conventions }: Question) {
    this.m = m;
    this.form = form;
    this.question = question;
    this.conventions = conventions;
    this.layers = question.network.layers.map((layer) => this.held(layer));
    this.lambda = m.given(question.regularizer?.lambda ?? 0);
  }

  private held({ weights, biases, activation }: Layer): HeldLayer {
    const slope = this.m.given(activation.name === "leaky-relu" ? activation.slope : 0);
    return { W: weights.map((row) => this.row(row)), b: this.row(biases), activation, slope };
  }

  private row(numbers: readonly number[]): Value[] {
    return numbers.map((x) => this.m.given(x));
  }

  /** Writes the whole answer down. */
  results(): Results {
    const { inputs, targets } = this.question.batch;
    const examples = inputs.map((x, t) => this.forward(this.row(x), this.row(targets[t] as readonly number[])));
    const gradients = examples.map((example) => this.backward(example));
    const passes = this.layers.map((_, k) => examples.map((example) => example.passes[k] as LayerPass));
    const dz = this.layers.map((_, k) => gradients.map((gradient) => gradient.dz[k] as readonly Value[]));
    const dy = this.layers.map((_, k) => gradients.map((gradient) => gradient.dy[k] as readonly Value[]));
    const ended = (values: readonly Value[]): Value[] => values.map((value) => this.reduced(value, "end"));
    return {
      loss: [this.loss(examples)],
      outputs: (passes[passes.length - 1] as readonly LayerPass[]).flatMap(({ y }) => y),
      preactivations: passes.flat().flatMap(({ z }) => z),
      activations: passes.flat().flatMap(({ y }) => y),
      "gradients.weights": this.layers.flatMap((_, k) => this.weightGradient(k, examples, dz[k] as Value[][])),
      "gradients.biases": dz.flatMap((rows) => this.biasGradient(rows)),
      "gradients.inputs": ended(gradients.flatMap(({ dx }) => dx)),
      "gradients.preactivations": ended(dz.flat(2)),
      "gradients.activations": ended(dy.flat(2)),
    };
  }

  private forward(x: readonly Value[], d: readonly Value[]): ExamplePass {
    const passes: LayerPass[] = [];
    this.layers.reduce<readonly Value[]>((below, layer) => {
      const z = layer.W.map((row, j) => this.affine(row, below, layer.b[j] as Value));
      const pass = this.activation(layer, z);
      passes.push(pass);
      return pass.y;
    }, x);
    return { x, d, passes };
  }

  private affine(row: readonly Value[], below: readonly Value[], bias: Value): Value {
    const products = row.map((w, i): Summand => [w, below[i] as Value]);
    return this.sum(this.form.bias === "first" ? [bias, ...products] : [...products, bias]);
  }

  private sum(terms: readonly Summand[]): Value {
    return sum(this.m, this.form, terms);
  }

  private activation({ activation: { name }, slope }: HeldLayer, z: readonly Value[]): LayerPass {
    const { m, form, conventions } = this;
    if (name === "softmax") {
      const y = softmax(m, form, z);
      return { z, y, backward: (dy) => softmaxBackward(m, form, y, dy) };
    }
    const units = z.map((zj) => activate(m, form, name, zj, slope, conventions.derivativeAtKink));
    return { z, y: units.map(({ y }) => y), backward: (dy) => units.map((unit, j) => unit.backward(dy[j] as Value)) };
  }

  private get isSoftmaxCrossEntropy(): boolean {
    return (
      this.layers[this.layers.length - 1]?.activation.name === "softmax" && this.question.loss.name === "cross-entropy"
    );
  }

  /** Under the mean, x / T where the form divides: at the seed of the backward pass, or each result at the end. */
  private reduced(x: Value, place: "seed" | "end"): Value {
    const { m, form } = this;
    if (this.conventions.reduction === "sum" || !form.reduction.endsWith(place)) return x;
    const T = m.constant(batchSize(this.question));
    return form.reduction === place ? m.divide(x, T) : m.multiply(x, m.divide(m.one, T));
  }

  private backward({ d, passes }: ExamplePass): ExampleGradients {
    const [dz, dy] = [new Array<Value[]>(passes.length), new Array<Value[]>(passes.length)];
    const top = passes.length - 1;
    let above = this.outputGradient((passes[top] as LayerPass).y, d).map((g) => this.reduced(g, "seed"));
    for (let k = top; k >= 0; k--) {
      const pass = passes[k] as LayerPass;
      const oneStep = k === top && this.isSoftmaxCrossEntropy && this.form.crossEntropyBackward === "one-step";
      const dzk = oneStep ? this.oneStep(pass.y, d) : pass.backward(above);
      dy[k] = above;
      dz[k] = dzk;
      const { W } = this.layers[k] as HeldLayer;
      above = (W[0] as readonly Value[]).map((_, i) =>
        this.sum(W.map((row, j): Summand => [row[i] as Value, dzk[j] as Value])),
      );
    }
    return { dz, dy, dx: above };
  }

  private outputGradient(y: readonly Value[], d: readonly Value[]): Value[] {
    const { m } = this;
    if (this.question.loss.name === "cross-entropy") return y.map((yi, i) => m.negate(m.divide(d[i] as Value, yi)));
    return y.map((yi, i) => m.scale(m.subtract(yi, d[i] as Value), this.conventions.squaredError === "half" ? 1 : 2));
  }

  /** y_i Σ d_m - d_i */
  private oneStep(y: readonly Value[], d: readonly Value[]): Value[] {
    const total = this.sum(d);
    return y.map((yi, i) => this.reduced(this.m.subtract(this.m.multiply(total, yi), d[i] as Value), "seed"));
  }

  private biasGradient(dz: readonly (readonly Value[])[]): Value[] {
    return (dz[0] as readonly Value[]).map((_, j) => this.reduced(this.sum(dz.map((row) => row[j] as Value)), "end"));
  }

  private weightGradient(k: number, examples: readonly ExamplePass[], dz: readonly (readonly Value[])[]): Value[] {
    const { m, form } = this;
    return (this.layers[k] as HeldLayer).W.flatMap((row, j) =>
      row.map((w, i) => {
        const products = examples.map(({ x, passes }, t): Summand => {
          const below = k === 0 ? x : (passes[k - 1] as LayerPass).y;
          return [(dz[t] as readonly Value[])[j] as Value, below[i] as Value];
        });
        const decay = m.multiply(m.scale(this.lambda, this.conventions.l2 === "half" ? 1 : 2), w);
        if (form.reduction.endsWith("end")) return m.add(this.reduced(this.sum(products), "end"), decay);
        return this.sum(form.decay === "first" ? [decay, ...products] : [...products, decay]);
      }),
    );
  }

  private loss(examples: readonly ExamplePass[]): Value {
    const { m, form, conventions } = this;
    const rows = examples.map((example) => this.divergence(example));
    const half = this.question.loss.name === "squared-error" && conventions.squaredError === "half" ? 0.5 : 1;
    const weights = this.layers.flatMap(({ W }) => W.flat());
    const lambda = m.scale(this.lambda, conventions.l2 === "half" ? 0.5 : 1);
    if (form.total === "nested") {
      const data = this.reduced(this.sum(rows.map((row) => this.reduced(m.scale(this.sum(row), half), "seed"))), "end");
      return m.add(data, m.multiply(lambda, this.sum(weights.map((w): Summand => [w, w]))));
    }
    const penalty = weights.map((w): Summand => [m.multiply(lambda, w), w]);
    if (form.reduction.endsWith("end"))
      return this.sum([m.scale(this.reduced(this.sum(rows.flat()), "end"), half), ...penalty]);
    const seeded = rows
      .flat()
      .map((term) => this.reduced(m.scale("length" in term ? m.multiply(...term) : term, half), "seed"));
    return this.sum([...seeded, ...penalty]);
  }

  /** The terms of Div of one example, as they are summed. */
  private divergence({ d, passes }: ExamplePass): Summand[] {
    const { m, form } = this;
    const { z, y } = passes[passes.length - 1] as LayerPass;
    return y.flatMap((yi, i): Summand[] => {
      const di = d[i] as Value;
      if (this.question.loss.name === "cross-entropy") {
        if (di.undisturbed === 0) return [];
        return [[di, this.isSoftmaxCrossEntropy ? negativeLog(m, form, z, y, i) : m.negate(m.primitive("ln", yi))]];
      }
      const r = m.subtract(yi, di);
      return [[r, r]];
    });
  }
}
