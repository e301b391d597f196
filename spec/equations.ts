/**
 * The typed index of the equations in this folder's chapters. An id keeps its meaning for ever; the chapter holds the
 * prose. `lecture` says where the source states it: document (000 to 004) and lines; an empty list marks what the
 * lecture names without a formula, or what follows from other equations.
 */

export type Chapter =
  | "conventions"
  | "forward"
  | "backward"
  | "activations"
  | "losses"
  | "vector-form"
  | "graph"
  | "batch"
  | "training"
  | "numerics";

export interface Equation {
  readonly chapter: Chapter;
  /** The formula in plain characters. */
  readonly states: string;
  readonly lecture: readonly string[];
}

const define = <Id extends string>(table: Readonly<Record<Id, Equation>>): Readonly<Record<Id, Equation>> => table;

export const equations = define({
  // conventions
  "bias-as-weight": {
    chapter: "conventions",
    states: "w_0j^(k) = b_j^(k) and y_0^(k-1) = 1, for k = 1..N",
    lecture: ["000 L58", "000 L66", "000 L115", "000 L211", "000 L417", "000 L479", "000 L617"],
  },
  "softplus-linear-above": {
    chapter: "conventions",
    states: "f(z) = z and f'(z) = 1 for z > threshold, softplus for z ≤ threshold",
    lecture: [],
  },
  "probabilities-clipped": {
    chapter: "conventions",
    states:
      "c_i = min(max(y_i, epsilon), 1 - epsilon) in place of y_i, and ∂Div/∂y_i = ∂Div/∂c_i inside the bounds, 0 outside",
    lecture: [],
  },
  "epsilon-in-logarithm": {
    chapter: "conventions",
    states: "ln(x + epsilon) in place of ln x, and 1 / (x + epsilon) in place of 1 / x",
    lecture: [],
  },

  // forward
  "input-layer": {
    chapter: "forward",
    states: "y_i^(0) = x_i",
    lecture: ["000 L21", "000 L113", "000 L211", "002 L50", "002 L119-121", "003 L238"],
  },
  affine: {
    chapter: "forward",
    states: "z_j^(k) = Σ_{i=0..D(k-1)} w_ij^(k) y_i^(k-1)",
    lecture: ["000 L126-187", "000 L202", "000 L214", "000 L620", "001 L44", "002 L53", "003 L178-202", "003 L438"],
  },
  activation: {
    chapter: "forward",
    states: "y_j^(k) = f_k(z_j^(k)), or y^(k) = f_k(z^(k)) for a vector activation",
    lecture: ["000 L142-187", "000 L204", "000 L215", "000 L652-659", "002 L55", "003 L214-216", "003 L234"],
  },
  output: {
    chapter: "forward",
    states: "Y = y^(N)",
    lecture: ["000 L22", "000 L217", "000 L623", "002 L132", "002 L399"],
  },
  "hidden-permutation": {
    chapter: "forward",
    states:
      "permuting the units of a hidden layer, with the rows of W^(k), b^(k) and the columns of W^(k+1), leaves Y unchanged",
    lecture: [],
  },

  // activations
  identity: { chapter: "activations", states: "f(z) = z, f'(z) = 1", lecture: ["003 L250"] },
  logistic: { chapter: "activations", states: "f(z) = 1 / (1 + e^-z)", lecture: ["001 L70", "003 L35"] },
  "logistic-derivative": { chapter: "activations", states: "f'(z) = f(z) (1 - f(z))", lecture: ["001 L70-74"] },
  tanh: { chapter: "activations", states: "f(z) = (e^z - e^-z) / (e^z + e^-z)", lecture: [] },
  "tanh-derivative": { chapter: "activations", states: "f'(z) = 1 - f(z)²", lecture: [] },
  relu: { chapter: "activations", states: "f(z) = max(0, z)", lecture: ["003 L39-43", "003 L312"] },
  "relu-derivative": {
    chapter: "activations",
    states: "f'(z) = 1 for z > 0, 0 for z < 0; at 0 any value in [0, 1], 0 by default",
    lecture: ["001 L64-66"],
  },
  "leaky-relu": { chapter: "activations", states: "f(z) = max(0, z) + slope · min(0, z)", lecture: ["003 L316"] },
  "leaky-relu-derivative": {
    chapter: "activations",
    states: "f'(z) = 1 for z > 0, slope for z < 0; at 0 any value between, slope by default",
    lecture: [],
  },
  softplus: { chapter: "activations", states: "f(z) = ln(1 + e^z)", lecture: ["003 L333"] },
  "softplus-derivative": { chapter: "activations", states: "f'(z) = 1 / (1 + e^-z)", lecture: [] },
  "absolute-value": { chapter: "activations", states: "f(z) = |z|", lecture: ["003 L313"] },
  "absolute-value-derivative": {
    chapter: "activations",
    states: "f'(z) = 1 for z > 0, -1 for z < 0; at 0 any value in [-1, 1], 0 by default",
    lecture: [],
  },
  softmax: { chapter: "activations", states: "y_i = e^(z_i) / Σ_j e^(z_j)", lecture: ["000 L700", "001 L78"] },
  "softmax-jacobian": {
    chapter: "activations",
    states: "∂y_j/∂z_i = y_j (δ_ij - y_i)",
    lecture: ["000 L720-744", "001 L80-96", "004 L813-816"],
  },
  "softmax-shift": { chapter: "activations", states: "softmax(z + c) = softmax(z) for every number c", lecture: [] },
  "softmax-gradient-sum": { chapter: "activations", states: "Σ_i ∂Div/∂z_i = 0 below a softmax", lecture: [] },
  "unit-step": {
    chapter: "activations",
    states: "f(z) = 1 for z > 0, 0 for z < 0; at 0 the declared value, 1 by default",
    lecture: ["003 L30"],
  },
  "unit-step-derivative": { chapter: "activations", states: "f'(z) = 0, at the step as well", lecture: [] },
  "log-softmax": { chapter: "activations", states: "y_i = z_i - ln Σ_j e^(z_j)", lecture: [] },
  "log-softmax-jacobian": { chapter: "activations", states: "∂y_j/∂z_i = δ_ij - e^(y_i)", lecture: [] },
  maxout: {
    chapter: "activations",
    states: "y_j = max(z_1, …, z_k) over the k pieces of unit j",
    lecture: ["003 L314-315"],
  },
  "maxout-jacobian": {
    chapter: "activations",
    states:
      "∂y_j/∂z_i = 1 for the largest piece of unit j, else 0; at a tie any weights of 0 or more that sum to 1, the first by default",
    lecture: [],
  },
  "linear-map": { chapter: "activations", states: "y = A z, ∂y_j/∂z_i = A_ji", lecture: ["000 L762"] },
  "layer-normalization": {
    chapter: "activations",
    states: "y_i = (z_i - m) / √(v + ε), m the mean of z and v the mean of (z - m)²",
    lecture: [],
  },
  "layer-normalization-gradient": {
    chapter: "activations",
    states: "∂Div/∂z_i = (dy_i - mean(dy) - y_i mean(dy ∘ y)) / √(v + ε)",
    lecture: [],
  },
  "polynomial-activation": {
    chapter: "activations",
    states: "y_j = Σ_m c_m Π_i z_i^(p_mi) over the monomials m of output j",
    lecture: ["000 L762"],
  },
  "polynomial-jacobian": {
    chapter: "activations",
    states: "∂y_j/∂z_i = Σ_m c_m p_mi z_i^(p_mi - 1) Π_{l≠i} z_l^(p_ml)",
    lecture: [],
  },
  "own-activation": {
    chapter: "activations",
    states: "y = f(z) and dz = Jᵀ dy, as the user writes them",
    lecture: ["000 L643-659", "000 L755-762"],
  },
  "scalar-as-vector-activation": {
    chapter: "activations",
    states: "a scalar activation is a vector activation with ∂y_j/∂z_i = 0 for i ≠ j",
    lecture: ["000 L661-690", "002 L165-175"],
  },

  // losses
  "squared-error": {
    chapter: "losses",
    states: "Div = ½ Σ_i (y_i - d_i)², or without the ½",
    lecture: ["001 L8", "001 L44", "003 L374", "003 L390"],
  },
  "squared-error-gradient": {
    chapter: "losses",
    states: "∂Div/∂y_i = y_i - d_i, or 2 (y_i - d_i) without the ½",
    lecture: ["001 L17", "001 L54", "003 L486"],
  },
  "cross-entropy": { chapter: "losses", states: "Div = -Σ_i d_i ln y_i", lecture: ["003 L362", "003 L641-647"] },
  "cross-entropy-gradient": { chapter: "losses", states: "∂Div/∂y_i = -d_i / y_i", lecture: ["004 L791-794"] },
  "softmax-cross-entropy-gradient": {
    chapter: "losses",
    states: "∂Div/∂z_i = y_i Σ_m d_m - d_i for softmax under cross-entropy",
    lecture: ["001 L112-124", "003 L556", "003 L576", "003 L590", "004 L930"],
  },
  "negative-log-of-sum": { chapter: "losses", states: "Div = -ln Σ_i d_i y_i", lecture: ["004 L119", "004 L350"] },
  "negative-log-of-sum-gradient": {
    chapter: "losses",
    states: "∂Div/∂y_i = -d_i / Σ_m d_m y_m",
    lecture: ["004 L791-794"],
  },
  "softmax-negative-log-gradient": {
    chapter: "losses",
    states: "∂Div/∂z_i = y_i - d_i y_i / Σ_m d_m y_m for softmax under the negative logarithm of the sum",
    lecture: ["004 L930", "004 L972"],
  },
  "binary-cross-entropy": {
    chapter: "losses",
    states: "Div = -Σ_i (d_i ln y_i + (1 - d_i) ln(1 - y_i))",
    lecture: [],
  },
  "binary-cross-entropy-gradient": {
    chapter: "losses",
    states: "∂Div/∂y_i = (y_i - d_i) / (y_i (1 - y_i))",
    lecture: [],
  },
  "logistic-cross-entropy-gradient": {
    chapter: "losses",
    states: "∂Div/∂z_i = y_i - d_i for logistic units under binary cross-entropy",
    lecture: [],
  },
  "multiclass-hinge": {
    chapter: "losses",
    states: "Div = Σ_{j≠c} max(0, y_j - y_c + 1), c the class of the example",
    lecture: [],
  },
  "multiclass-hinge-gradient": {
    chapter: "losses",
    states: "∂Div/∂y_j = 1 for j ≠ c where y_j - y_c + 1 > 0, else 0; ∂Div/∂y_c = -(the number of these)",
    lecture: [],
  },
  "own-divergence": {
    chapter: "losses",
    states: "Div(Y, d) and ∂Div/∂Y, as the user writes them",
    lecture: ["000 L6-8", "000 L331-334"],
  },
  "l2-penalty": {
    chapter: "losses",
    states: "Loss += (λ/2) Σ_k Σ_ij (W_ij^(k))², or without the ½; biases exempt",
    lecture: ["003 L358-362", "003 L376-384", "003 L647", "004 L369", "004 L952"],
  },
  "l2-gradient": {
    chapter: "losses",
    states: "∂Loss/∂W_ij += λ W_ij, or 2 λ W_ij; not divided by the batch size",
    lecture: ["003 L380-384", "003 L602", "003 L624", "004 L764-767", "004 L956-958", "004 L990"],
  },

  // backward
  "output-gradient": {
    chapter: "backward",
    states: "∂Div/∂y_i^(N) is the derivative of the divergence by the network's output",
    lecture: ["000 L331-334", "000 L522", "000 L540", "002 L258", "002 L352"],
  },
  "preactivation-gradient": {
    chapter: "backward",
    states: "∂Div/∂z_i^(k) = f_k'(z_i^(k)) ∂Div/∂y_i^(k)",
    lecture: [
      "000 L348-370",
      "000 L470",
      "000 L493",
      "000 L507",
      "000 L587-601",
      "000 L677",
      "001 L15",
      "003 L464-478",
    ],
  },
  "vector-activation-gradient": {
    chapter: "backward",
    states: "∂Div/∂z_i^(k) = Σ_j ∂Div/∂y_j^(k) ∂y_j^(k)/∂z_i^(k)",
    lecture: ["000 L681-694", "000 L733-744", "000 L774"],
  },
  "weight-gradient": {
    chapter: "backward",
    states: "∂Div/∂w_ij^(k) = y_i^(k-1) ∂Div/∂z_j^(k)",
    lecture: ["000 L377-415", "000 L477", "000 L513", "000 L579-606", "001 L52-54", "003 L454"],
  },
  "bias-gradient": {
    chapter: "backward",
    states: "∂Div/∂b_j^(k) = ∂Div/∂z_j^(k)",
    lecture: ["000 L417", "000 L479", "001 L56-58", "003 L460"],
  },
  "activation-gradient": {
    chapter: "backward",
    states: "∂Div/∂y_i^(k-1) = Σ_{j=1..D(k)} w_ij^(k) ∂Div/∂z_j^(k)",
    lecture: ["000 L435-461", "000 L486", "000 L500", "000 L597", "001 L60-62", "003 L474"],
  },
  "input-gradient": {
    chapter: "backward",
    states: "∂Div/∂x_i = ∂Div/∂y_i^(0) = Σ_j w_ij^(1) ∂Div/∂z_j^(1)",
    lecture: ["000 L526-530", "002 L347", "002 L360"],
  },

  // vector form
  "vector-affine": {
    chapter: "vector-form",
    states: "z^(k) = W^(k) y^(k-1) + b^(k)",
    lecture: ["002 L53", "002 L126", "003 L206-210", "003 L232", "004 L119"],
  },
  "vector-weight-gradient": {
    chapter: "vector-form",
    states: "∂Div/∂W^(k) = dz^(k) (y^(k-1))ᵀ, laid out like W^(k)",
    lecture: ["002 L294", "002 L343", "002 L364", "003 L518", "004 L916"],
  },
  "vector-bias-gradient": {
    chapter: "vector-form",
    states: "∂Div/∂b^(k) = dz^(k)",
    lecture: ["002 L296", "002 L345", "002 L366", "003 L518", "004 L920"],
  },
  "vector-activation-backward": {
    chapter: "vector-form",
    states: "dy^(k-1) = (W^(k))ᵀ dz^(k)",
    lecture: ["002 L291", "002 L324", "002 L360", "003 L514", "003 L562"],
  },
  "jacobian-product": {
    chapter: "vector-form",
    states: "dz^(k) = (∂y^(k)/∂z^(k))ᵀ dy^(k); the Jacobian is diagonal for a scalar activation",
    lecture: ["002 L165-198", "002 L265-273", "002 L307-310", "002 L358", "003 L510-514", "004 L442"],
  },

  // batch
  "batch-loss": {
    chapter: "batch",
    states: "Loss = (1/T) Σ_t Div(Y_t, d_t), or the sum",
    lecture: ["000 L11", "000 L54", "002 L406-412", "003 L376", "003 L647", "004 L952"],
  },
  "batch-gradient": {
    chapter: "batch",
    states: "dLoss/dw = (1/T) Σ_t dDiv_t/dw, or the sum",
    lecture: ["000 L74-79", "001 L23-30", "002 L417", "003 L382-384", "003 L520-533", "004 L956-958", "004 L966-990"],
  },
  "batch-permutation": {
    chapter: "batch",
    states: "reordering the examples leaves loss and parameter gradients unchanged",
    lecture: [],
  },
  "batch-union": {
    chapter: "batch",
    states: "grad(A ∪ B) = (|A| grad(A) + |B| grad(B)) / (|A| + |B|) for the mean of the data term",
    lecture: [],
  },

  // training
  "gradient-step": {
    chapter: "training",
    states:
      "W^(k) ← W^(k) - η ∂Loss/∂W^(k) and b^(k) ← b^(k) - η ∂Loss/∂b^(k) for k = 1..N, all derivatives at the old W and b",
    lecture: ["000 L28-34", "000 L38-48", "000 L56-66", "002 L401-422", "004 L102", "004 L966-990"],
  },

  // graph
  "multi-branch": {
    chapter: "graph",
    states: "∂J/∂c = Σ_{u ∈ C_c} ∂J/∂u ∂u/∂c, one term for every use of c by a child u",
    lecture: ["004 L449-471", "004 L481-491", "004 L514-521", "004 L585-587"],
  },

  // numerics
  "central-difference": { chapter: "numerics", states: "∂L/∂θ ≈ (L(θ + h) - L(θ - h)) / 2h", lecture: [] },
  "derived-range": {
    chapter: "numerics",
    states:
      "an answer is acceptable when it lies in the ball that forward and backward pass give " +
      "in arithmetic widened by the roundings of its precision",
    lecture: [],
  },
  "pure-function": {
    chapter: "numerics",
    states: "the answer depends on the case alone: not on earlier cases, and asking changes nothing",
    lecture: [],
  },
});

export type EquationId = keyof typeof equations;
