import type { Tensor } from "./tensor.js";

/** What a node does with the values of its parents. */
export interface Operation {
  /** Words for messages. */
  readonly name: string;
  /** How many parents it takes; absent: one or more. */
  readonly arity?: number;
  /**
   * y.value = f_y(values of y's parents), 004 L497-510.
   *
   * @param parents - The values of the parents in their order; a node that is a parent twice stands there twice.
   * @throws ShapeError when the shapes do not fit.
   */
  evaluate(parents: readonly Tensor[]): Tensor;
  /**
   * For each parent p: ∂J/∂y ∂y/∂p, what this node adds to the gradient of p (004 L518-521). As all gradients here have the
   * shape of what they are a derivative by, that is the transposed Jacobian times `gradient`, and no Jacobian is written out.
   *
   * @param gradient - ∂J/∂y, of y's shape. Unit: J per unit of y.
   * @param value - y, as `evaluate` returned it.
   * @returns One gradient per parent, in their order and each of the parent's shape. Unit: J per unit of the parent.
   */
  pullback(gradient: Tensor, parents: readonly Tensor[], value: Tensor): readonly Tensor[];
}
