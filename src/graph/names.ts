/** The names of a network's nodes. Layers k and examples t count from 1; layer 0 is the input. */
export const names = {
  /** Start node. Shape D(k) × D(k-1). Its children are the products W y of all examples, and the penalty. */
  W: (k: number): string => `W^(${k})`,
  /** Start node. Shape D(k) × 1. Its children are the z^(k) of all examples. */
  b: (k: number): string => `b^(${k})`,
  /** W^(k) y^(k-1), to which z^(k) adds b^(k). */
  Wy: (k: number, t: number): string => `W^(${k}) y^(${k - 1})[${t}]`,
  z: (k: number, t: number): string => `z^(${k})[${t}]`,
  /** For k = 0 a start node, the input x. */
  y: (k: number, t: number): string => `y^(${k})[${t}]`,
  /** Start node, the target. */
  d: (t: number): string => `d[${t}]`,
  /** y^(N) - d, under squared error. */
  error: (t: number): string => `y - d[${t}]`,
  /** ln y^(N) taken from z^(N), where a softmax meets cross-entropy. */
  logarithm: (t: number): string => `ln y[${t}]`,
  Div: (t: number): string => `Div[${t}]`,
  /** The same divergence taken from y^(N), where the one above is taken from ln y. */
  DivOfOutput: (t: number): string => `Div of y[${t}]`,
  /** Σ (W_ij^(k))², or half of it. */
  squares: (k: number): string => `‖W^(${k})‖²`,
  /** Start node, where there is a penalty. */
  lambda: "λ",
  /** The squares of all layers. */
  allSquares: "‖W‖²",
  penalty: "λ ‖W‖²",
  /** The mean, or the sum, of the Div. */
  data: "data loss",
  Loss: "Loss",
  LossOfOutputs: "Loss of y",
} as const;
