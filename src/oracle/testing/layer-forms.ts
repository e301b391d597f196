/** Every activation, scalar or vector, as one implementation writes it on model arithmetic. */
import { isScalar, type Activation, type Conventions } from "../../model/index.js";
import { activate, softmax, softmaxBackward } from "./activation-forms.js";
import type { Form } from "./forms.js";
import { arithmeticOf } from "./loss-forms.js";
import { layerNormalization } from "./normalization-forms.js";
import { polynomial } from "./polynomial-forms.js";
import type { Program, Value } from "./program.js";
import { linearMap, logSoftmax, maxout } from "./vector-forms.js";

/** y = f(z), and dz from dy. */
export interface LayerForm {
  readonly y: readonly Value[];
  backward(dy: readonly Value[]): Value[];
}

/** The activation with its parameters, which an implementation holds once for all examples. */
export function layerForm(
  m: Program,
  form: Form,
  activation: Activation,
  conventions: Conventions,
): (z: readonly Value[]) => LayerForm {
  if (isScalar(activation)) {
    const left = m.given(activation.name === "leaky-relu" ? activation.slope : 0);
    return (z) => {
      const units = z.map((zj) => activate(m, form, activation.name, zj, left, conventions));
      return { y: units.map(({ y }) => y), backward: (dy) => units.map((unit, j) => unit.backward(dy[j] as Value)) };
    };
  }
  switch (activation.name) {
    case "softmax":
      return (z) => {
        const y = softmax(m, form, z);
        return { y, backward: (dy) => softmaxBackward(m, form, y, dy) };
      };
    case "log-softmax":
      return (z) => logSoftmax(m, form, z);
    case "maxout":
      return (z) => maxout(m, activation.pieces, z);
    case "linear-map": {
      const A = activation.matrix.map((row) => row.map((a) => m.given(a)));
      return (z) => linearMap(m, form, A, z);
    }
    case "layer-normalization": {
      const epsilon = m.given(activation.epsilon);
      return (z) => layerNormalization(m, form, epsilon, z);
    }
    case "polynomial": {
      const outputs = activation.outputs.map((monomials) =>
        monomials.map(({ coefficient, powers }) => ({ coefficient: m.given(coefficient), powers })),
      );
      return (z) => polynomial(m, form, outputs, z);
    }
    case "own":
      return (z) => ({
        y: activation.value(arithmeticOf(m), z),
        backward: (dy) => [...activation.gradient(arithmeticOf(m), z, dy)],
      });
  }
}
