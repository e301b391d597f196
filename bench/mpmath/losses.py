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

    Raises Unsupported for what this check does not know.
    """
    deviations = set(conventions["deviations"]) - {"softplus-linear-above"}
    if name not in LOSSES or (deviations and name in LOGARITHMIC):
        raise Unsupported(f"loss {name} {' '.join(sorted(deviations))}".strip())
    return LOSSES[name](outputs, d, conventions)
