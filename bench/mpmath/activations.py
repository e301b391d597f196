"""The activations of spec/activations.md on mpmath numbers: y out of z, and dz out of dy.

Shapes: z and dz are [D], y and dy are [M], of one example. Differences of nearly equal numbers are avoided wherever a
formula without them is known, so that even saturated units keep relative digits.
"""
from dataclasses import dataclass

from mpmath import cosh, exp, fsum, log, log1p, mpf, sqrt, tanh


class Unsupported(Exception):
    """There is no one number to hold the test to, or this check cannot compute it."""


@dataclass
class Outputs:
    """The outputs of a layer with what a loss needs of them: 1 - y and both logarithms, without cancellation.

    Where a function is None, the plain formula is as good as any.
    """

    y: list
    complement_of: object = None
    log_of: object = None
    log_complement_of: object = None

    def complement(self, i):
        return self.complement_of(i) if self.complement_of else 1 - self.y[i]

    def log(self, i):
        return self.log_of(i) if self.log_of else log(self.y[i])

    def log_complement(self, i):
        return self.log_complement_of(i) if self.log_complement_of else log(self.complement(i))


def logistic(z):
    return 1 / (1 + exp(-z)) if z >= 0 else exp(z) / (1 + exp(z))


def softplus(z):
    return max(z, mpf(0)) + log1p(exp(-abs(z)))


class Scalar:
    """y_j = f(z_j), dz_j = f'(z_j) dy_j."""

    def __init__(self, f, derivative):
        self.f, self.derivative = f, derivative

    def forward(self, z):
        return Outputs([self.f(v) for v in z])

    def backward(self, z, y, dy):
        return [self.derivative(v) * g for v, g in zip(z, dy)]


class Kinked(Scalar):
    """f'(z) is `right` above 0, `left` below it, and at 0 what is declared, by a name or as a number."""

    def __init__(self, f, left, right, declared, names=()):
        self.f, self.left, self.right = f, mpf(left), mpf(right)
        self.at_zero = lambda: dict(names)[declared] if declared in dict(names) else legal(declared)

    def derivative(self, z):
        return self.right if z > 0 else self.left if z < 0 else self.at_zero()


class Logistic(Scalar):
    def __init__(self):
        super().__init__(logistic, lambda z: logistic(z) * logistic(-z))

    def forward(self, z):
        return Outputs(
            [logistic(v) for v in z],
            complement_of=lambda i: logistic(-z[i]),
            log_of=lambda i: -softplus(-z[i]),
            log_complement_of=lambda i: -softplus(z[i]),
        )


class Softmax:
    """y_i = e^(z_i) / Σ_j e^(z_j)."""

    def forward(self, z):
        top = max(z)
        e = [exp(v - top) for v in z]
        total = fsum(e)
        others = lambda i: e[:i] + e[i + 1 :]
        return Outputs(
            [v / total for v in e],
            complement_of=lambda i: fsum(others(i)) / total,
            log_of=lambda i: -log1p(fsum(exp(v - z[i]) for j, v in enumerate(z) if j != i)),
            log_complement_of=lambda i: log(fsum(others(i))) - log(total),
        )

    def backward(self, z, y, dy):
        """dz_i = y_i (dy_i - Σ_j y_j dy_j), and Σ_j y_j = 1."""
        return [p * fsum(q * (g - h) for q, h in zip(y, dy)) for p, g in zip(y, dy)]


class LogSoftmax:
    """y_i = z_i - ln Σ_j e^(z_j)."""

    def forward(self, z):
        return Outputs([-log1p(fsum(exp(v - z[i]) for j, v in enumerate(z) if j != i)) for i in range(len(z))])

    def backward(self, z, y, dy):
        """dz_i = dy_i - p_i Σ_j dy_j: dy_i (1 - p_i) - p_i Σ_(j≠i) dy_j."""
        outputs = Softmax().forward(z)
        sum_of_others = lambda i: fsum(dy[:i] + dy[i + 1 :])
        return [g * outputs.complement(i) - outputs.y[i] * sum_of_others(i) for i, g in enumerate(dy)]


class Maxout:
    """The pieces of unit j are z[j·pieces] and those that follow; ties are shared as declared."""

    def __init__(self, pieces, at_tie):
        self.pieces, self.at_tie = pieces, at_tie

    def units(self, z):
        return [z[j : j + self.pieces] for j in range(0, len(z), self.pieces)]

    def forward(self, z):
        return Outputs([max(unit) for unit in self.units(z)])

    def backward(self, z, y, dy):
        return [g * share for unit, g in zip(self.units(z), dy) for share in self.shares(unit)]

    def shares(self, unit):
        ties = [i for i, v in enumerate(unit) if v == max(unit)]
        if self.at_tie == "any" and len(ties) > 1:
            raise Unsupported("a set of legal answers")
        shares = [mpf(0)] * len(unit)
        for position, i in enumerate(ties):
            if self.at_tie == "split":
                shares[i] = mpf(1) / len(ties)
            elif self.at_tie == "average":  # each tie of the running maximum halves what came before
                shares[i] = mpf(2) ** -(len(ties) - max(position, 1))
            else:
                chosen = len(ties) - 1 if self.at_tie == "last" else 0
                shares[i] = mpf(position == chosen)
        return shares


class LinearMap:
    """y = A z."""

    def __init__(self, matrix):
        self.matrix = matrix

    def forward(self, z):
        return Outputs([fsum(a * v for a, v in zip(row, z)) for row in self.matrix])

    def backward(self, z, y, dy):
        return [fsum(row[i] * g for row, g in zip(self.matrix, dy)) for i in range(len(z))]


class LayerNormalization:
    """y_i = (z_i - m) / √(v + ε)."""

    def __init__(self, epsilon):
        self.epsilon = epsilon

    def forward(self, z):
        return Outputs([d / self.root(z) for d in self.deviations(z)])

    def deviations(self, z):
        """z_i - mean, as the mean of z_i - z_j, which is exactly 0 where all are equal."""
        return [fsum(v - w for w in z) / len(z) for v in z]

    def root(self, z):
        return sqrt(fsum(d**2 for d in self.deviations(z)) / len(z) + self.epsilon)

    def backward(self, z, y, dy):
        """dz_i = (dy_i - mean(dy) - y_i mean(dy ∘ y)) / √(v + ε)."""
        inner = fsum(g * v for g, v in zip(dy, y)) / len(z)
        return [(d - v * inner) / self.root(z) for d, v in zip(self.deviations(dy), y)]


class Polynomial:
    """y_j = Σ_m c_m Π_i z_i^(p_mi), outputs[j] being a list of pairs c, powers."""

    def __init__(self, outputs):
        self.outputs = outputs

    def forward(self, z):
        return Outputs([fsum(c * product(z, powers) for c, powers in monomials) for monomials in self.outputs])

    def backward(self, z, y, dy):
        return [
            fsum(
                g * c * powers[i] * product(z, [p - (l == i) for l, p in enumerate(powers)])
                for monomials, g in zip(self.outputs, dy)
                for c, powers in monomials
                if powers[i] > 0
            )
            for i in range(len(z))
        ]


def product(z, powers):
    result = mpf(1)
    for v, p in zip(z, powers):
        for _ in range(p):
            result *= v
    return result


def legal(value):
    """A declared derivative or value at 0 as a number."""
    if value == "any":
        raise Unsupported("a set of legal answers")
    return mpf(value)


def activation_of(activation, conventions):
    """The forward and backward pass of what a case calls `activation`, under the declared conventions."""
    name, kinks = activation["name"], conventions["derivativeAtKink"]
    if name == "identity":
        return Scalar(lambda z: z, lambda z: mpf(1))
    if name == "logistic":
        return Logistic()
    if name == "tanh":
        return Scalar(tanh, lambda z: 1 / cosh(z) ** 2)
    if name == "softplus":
        threshold = conventions["deviations"].get("softplus-linear-above", {}).get("threshold", "inf")
        linear = lambda z: z > mpf(threshold)
        return Scalar(lambda z: z if linear(z) else softplus(z), lambda z: mpf(1) if linear(z) else logistic(z))
    if name == "relu":
        return Kinked(lambda z: max(z, mpf(0)), 0, 1, kinks["relu"])
    if name == "leaky-relu":
        slope = mpf(activation["slope"])
        names = {"slope": slope, "average": (1 + slope) / 2}
        return Kinked(lambda z: z if z > 0 else slope * z, slope, 1, kinks["leaky-relu"], names)
    if name == "absolute-value":
        return Kinked(abs, -1, 1, kinks["absolute-value"])
    if name == "unit-step":
        return Scalar(lambda z: mpf(z > 0) if z else legal(conventions["unitStepAtZero"]), lambda z: mpf(0))
    if name == "softmax":
        return Softmax()
    if name == "log-softmax":
        return LogSoftmax()
    if name == "maxout":
        return Maxout(int(activation["pieces"]), kinks["maxout"])
    if name == "linear-map":
        return LinearMap([[mpf(a) for a in row] for row in activation["matrix"]])
    if name == "layer-normalization":
        return LayerNormalization(mpf(activation["epsilon"]))
    if name == "polynomial":
        pairs = lambda monomials: [(mpf(m["coefficient"]), [int(p) for p in m["powers"]]) for m in monomials]
        return Polynomial([pairs(monomials) for monomials in activation["outputs"]])
    raise Unsupported(f"activation {name}")
