/** What a subject returned for a case. Every part is optional: a subject declares which it observes. */
export interface Answer {
  /** Div averaged (or summed) over the batch, plus the penalty. */
  readonly loss?: number;
  /** y^(N). Shape [T][M(N)]. */
  readonly outputs?: Matrix;
  /** z^(k) for k = 1..N. Shape [N][T][D(k)]. */
  readonly preactivations?: readonly Matrix[];
  /** y^(k) for k = 1..N. Shape [N][T][M(k)]. */
  readonly activations?: readonly Matrix[];
  readonly gradients?: Gradients;
}

/** Derivatives of the reduced loss; each has exactly the shape of what it is a derivative by. */
export interface Gradients {
  /** dW^(k). Shape [N][D(k)][M(k-1)]. */
  readonly weights?: readonly Matrix[];
  /** db^(k). Shape [N][D(k)]. */
  readonly biases?: Matrix;
  /** dx. Shape [T][M(0)]. */
  readonly inputs?: Matrix;
  /** dz^(k). Shape [N][T][D(k)]. */
  readonly preactivations?: readonly Matrix[];
  /** dy^(k). Shape [N][T][M(k)]. */
  readonly activations?: readonly Matrix[];
}

export type Matrix = readonly (readonly number[])[];

/** An answer with every part, as the built-in implementations give it. */
export type FullAnswer = Required<Omit<Answer, "gradients">> & { readonly gradients: Required<Gradients> };

/** The shape of T with something else in the place of each number. */
export type Shaped<T, Leaf> = T extends number ? Leaf : { readonly [Key in keyof T]: Shaped<T[Key], Leaf> };
