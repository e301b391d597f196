"""The losses of spec/losses.md on mpmath numbers: Div of one example, and dY, its derivative by the outputs.

Each takes the last layer's Outputs and the targets d, [M(N)]. A term whose factor d_i or 1 - d_i is 0 is left out.
"""
from activations import Unsupported, legal
from mpmath import fsum, log, mpf


def squared_error(outputs, d, conventions):
    factor = {"half": mpf(1) / 2, "full": mpf(1)}[conventions["squaredError"]]
    error = [y - t for y, t in zip(outputs.y, d)]
    return factor * fsum(e**2 for e in error), [2 * factor * e for e in error]


def cross_entropy(outputs, d, conventions):
    terms = [-t * outputs.log(i) for i, t in enumerate(d) if t]
    return fsum(terms), [-t / y if t else mpf(0) for y, t in zip(outputs.y, d)]


def negative_log_of_sum(outputs, d, conventions):
    classes = [i for i, t in enumerate(d) if t]
    total = fsum(d[i] * outputs.y[i] for i in classes)
    alone = len(classes) == 1
    div = -log(d[classes[0]]) - outputs.log(classes[0]) if alone else -log(total)
    return div, [-t / total for t in d]


def binary_cross_entropy(outputs, d, conventions):
    terms = [-t * outputs.log(i) for i, t in enumerate(d) if t]
    terms += [-(1 - t) * outputs.log_complement(i) for i, t in enumerate(d) if t != 1]
    dy = [
        (-t / y if t else 0) + ((1 - t) / outputs.complement(i) if t != 1 else 0)
        for i, (y, t) in enumerate(zip(outputs.y, d))
    ]
    return fsum(terms), dy


def multiclass_hinge(outputs, d, conventions):
    c = d.index(1)
    margins = [y - outputs.y[c] + 1 for y in outputs.y]
    at_margin = lambda: legal(conventions["derivativeAtKink"]["multiclass-hinge"])
    theta = [mpf(m > 0) if m else at_margin() for j, m in enumerate(margins) if j != c]
    dy = theta[:c] + [-fsum(theta)] + theta[c:]
    return fsum(max(m, mpf(0)) for j, m in enumerate(margins) if j != c), dy


def deviated(name, y, d, deviations):
    """The losses with logarithms under `probabilities-clipped` and `epsilon-in-logarithm` (spec/conventions.md)."""
    bound = mpf(deviations.get("probabilities-clipped", {}).get("epsilon", 0))
    added = mpf(deviations.get("epsilon-in-logarithm", {}).get("epsilon", 0))
    if bound and any(v in (bound, 1 - bound) for v in y):
        raise Unsupported("a set of legal answers")
    clipped = [min(max(v, bound), 1 - bound) if bound else v for v in y]
    passes = [not bound or bound < v < 1 - bound for v in y]
    if name == "cross-entropy":
        div = -fsum(t * log(c + added) for c, t in zip(clipped, d) if t)
        dc = [-t / (c + added) if t else mpf(0) for c, t in zip(clipped, d)]
    elif name == "negative-log-of-sum":
        total = fsum(c * t for c, t in zip(clipped, d)) + added
        div, dc = -log(total), [-t / total for t in d]
    else:
        div = -fsum(t * log(c + added) for c, t in zip(clipped, d) if t)
        div -= fsum((1 - t) * log(1 - c + added) for c, t in zip(clipped, d) if t != 1)
        dc = [-t / (c + added) + (1 - t) / (1 - c + added) for c, t in zip(clipped, d)]
    return div, [g if passing else mpf(0) for g, passing in zip(dc, passes)]


LOSSES = {
    "squared-error": squared_error,
    "cross-entropy": cross_entropy,
    "negative-log-of-sum": negative_log_of_sum,
    "binary-cross-entropy": binary_cross_entropy,
    "multiclass-hinge": multiclass_hinge,
}
LOGARITHMIC = {"cross-entropy", "negative-log-of-sum", "binary-cross-entropy"}


def divergence(name, outputs, d, conventions):
    """Div and dY of one example.

    Raises Unsupported for a loss that this check does not know, and at a kink with a set of legal derivatives.
    """
    if name not in LOSSES:
        raise Unsupported(f"loss {name}")
    deviations = conventions["deviations"]
    if name in LOGARITHMIC and deviations.keys() - {"softplus-linear-above"}:
        return deviated(name, outputs.y, d, deviations)
    return LOSSES[name](outputs, d, conventions)
