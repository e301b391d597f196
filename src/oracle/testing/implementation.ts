/** Forward and backward pass of a case in a given form, written as a program: one correct implementation among many. */
import { batchSize, type Case, type Conventions, type Layer, type Quantity } from "../../model/index.js";
import type { Form } from "./forms.js";
import { layerForm, type LayerForm } from "./layer-forms.js";
import { lossForm, type LossForm } from "./loss-forms.js";
import type { Program, Value } from "./program.js";
import type { Question } from "./random-cases.js";
import { sum, type Summand } from "./sums.js";

/** A layer as the implementation holds it. */
interface HeldLayer {
  readonly W: readonly (readonly Value[])[];
  readonly b: readonly Value[];
  readonly activate: (z: readonly Value[]) => LayerForm;
}

interface LayerPass extends LayerForm {
  readonly z: readonly Value[];
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
  private readonly lossForm: LossForm;

  constructor(m: Program, form: Form, { case: question, conventions }: Question) {
    this.m = m;
    this.form = form;
    this.question = question;
    this.conventions = conventions;
    this.layers = question.network.layers.map((layer) => this.held(layer));
    this.lambda = m.given(question.regularizer?.lambda ?? 0);
    this.lossForm = lossForm(m, form, question, conventions);
  }

  private held({ weights, biases, activation }: Layer): HeldLayer {
    const activate = layerForm(this.m, this.form, activation, this.conventions);
    return { W: weights.map((row) => this.row(row)), b: this.row(biases), activate };
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
      const pass = { ...layer.activate(z), z };
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
    const last = passes[top] as LayerPass;
    let above = this.lossForm.gradient(last.y, d).map((g) => this.reduced(g, "seed"));
    const oneStep = this.lossForm.oneStep(last, d)?.map((g) => this.reduced(g, "seed"));
    for (let k = top; k >= 0; k--) {
      const pass = passes[k] as LayerPass;
      const dzk = k === top && oneStep !== undefined ? oneStep : pass.backward(above);
      dy[k] = above;
      dz[k] = dzk;
      const { W } = this.layers[k] as HeldLayer;
      above = (W[0] as readonly Value[]).map((_, i) =>
        this.sum(W.map((row, j): Summand => [row[i] as Value, dzk[j] as Value])),
      );
    }
    return { dz, dy, dx: above };
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
    const rows = examples.map(({ d, passes }) => this.lossForm.terms(passes[passes.length - 1] as LayerPass, d));
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
}
