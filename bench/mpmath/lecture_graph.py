"""The graph lecture's example (spec/graph.md) on mpmath numbers: every node's value and gradient, written out by hand.

J = l + λ r with l = -ln(yᵀ p), p = softmax(s), s = z + b, z = W x, r = Σ W_ij². Every value is a matrix, a vector one
column.
"""
from activations import Softmax
from mpmath import fsum, log, mpf
from network import numbers


def column(vector):
    return [[v] for v in vector]


def nodes(case):
    """All nodes of the example that the case states as a network of one layer."""
    layer, batch = case["network"]["layers"][0], case["batch"]
    W, b = numbers(layer["weights"]), numbers(layer["biases"])
    x, y = numbers(batch["inputs"][0]), numbers(batch["targets"][0])
    lam = mpf(case["regularizer"]["lambda"] if case["regularizer"] else 0)

    z = [fsum(w * v for w, v in zip(row, x)) for row in W]
    s = [v + bias for v, bias in zip(z, b)]
    p = Softmax().forward(s).y
    q = fsum(d * v for d, v in zip(y, p))
    l, r = -log(q), fsum(w**2 for row in W for w in row)

    dp = [-d / q for d in y]
    ds = Softmax().backward(s, p, dp)
    dW = [[g * v + 2 * lam * w for v, w in zip(x, row)] for g, row in zip(ds, W)]
    dx = [fsum(g * row[i] for g, row in zip(ds, W)) for i in range(len(x))]
    one = [[mpf(1)]]
    table = {
        "J": ([[l + lam * r]], one),
        "l": ([[l]], one),
        "r": ([[r]], [[lam]]),
        "λ": ([[lam]], [[r]]),
        "p": (column(p), column(dp)),
        "y": (column(y), column([-v / q for v in p])),
        "s": (column(s), column(ds)),
        "b": (column(b), column(ds)),
        "z": (column(z), column(ds)),
        "W": (W, dW),
        "x": (column(x), column(dx)),
    }
    return {name: {"value": value, "gradient": gradient} for name, (value, gradient) in table.items()}
