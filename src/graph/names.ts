/** The names of a network's nodes. Layers k and examples t count from 1; layer 0 is the input. */
export const names = {
  /** Start node. Shape D(k) × M(k-1). Its children are the products W y of all examples, and the penalty. */
  W: (k: number): string => `W^(${k})`,
  /** Start node. Shape D(k) × 1. Its children are the z^(k) of all examples. */
  b: (k: number): string => `b^(${k})`,
  /** Start node, the matrix of a linear map. Shape M(k) × D(k). */
  A: (k: number): string => `A^(${k})`,
  /** Start node, what a layer normalization adds to the variance. */
  epsilon: (k: number): string => `ε^(${k})`,
  /** Start node, the coefficient of monomial m in polynomial j. */
  coefficient: (k: number, j: number, m: number): string => `c_${j},${m}^(${k})`,
  /** Start node, the value 0 of a polynomial j without monomials. */
  nothing: (k: number, j: number): string => `0_${j}^(${k})`,
  /** W^(k) y^(k-1), to which z^(k) adds b^(k). */
  Wy: (k: number, t: number): string => `W^(${k}) y^(${k - 1})[${t}]`,
  /** Shape D(k) × 1. */
  z: (k: number, t: number): string => `z^(${k})[${t}]`,
  /** For k = 0 a start node, the input x. Shape M(k) × 1. */
  y: (k: number, t: number): string => `y^(${k})[${t}]`,
  /** One entry of a column, counted from 1. */
  entry: (node: string, i: number): string => `${node}_${i}`,
  /** A power of that entry; the first is the entry itself. */
  power: (node: string, i: number, p: number): string =>
    p === 1 ? names.entry(node, i) : `(${names.entry(node, i)})^${p}`,
  /** What is computed on the way from or to a node: its mean, its pieces. */
  of: (what: string, node: string): string => `${what} of ${node}`,
  /** Start node, the target. */
  d: (t: number): string => `d[${t}]`,
  /** y^(N) - d, under squared error. */
  error: (t: number): string => `y - d[${t}]`,
  /** ln y^(N) taken from z^(N), where a softmax meets cross-entropy, or logistic units the binary one. */
  logarithm: (t: number): string => `ln y[${t}]`,
  /** ln(1 - y^(N)), likewise. */
  logarithmOfComplement: (t: number): string => `ln(1 - y)[${t}]`,
  Div: (t: number): string => `Div[${t}]`,
  /** The same divergence taken from y^(N), where the one above is taken from z^(N). */
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
