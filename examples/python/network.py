"""A network in plain Python: one example forward, one example backward, and the mean over the batch."""
from math import exp, inf, log, log1p, nan, tanh


def logistic(z):
    e = exp(-abs(z))  # at most 1, so it never overflows
    return (1 if z >= 0 else e) / (1 + e)


def softmax(z):
    top = max(z)
    e = [exp(v - top) for v in z]  # at most 1 each
    total = sum(e)
    return [v / total for v in e]


SCALAR = {  # name: (y out of z, dy/dz out of z); logistic(-z) is 1 - y without the cancellation
    "identity": (lambda z: z, lambda z: 1.0),
    "logistic": (logistic, lambda z: logistic(z) * logistic(-z)),
    "tanh": (tanh, lambda z: 4 * logistic(2 * z) * logistic(-2 * z)),
    "relu": (lambda z: max(z, 0.0), lambda z: 1.0 if z > 0 else 0.0),
}


def through_activation(name, z, y, dy):
    """dz out of dy. Every output of a softmax depends on every z: dz_j = y_j sum_i y_i (dy_j - dy_i)."""
    if name == "softmax":
        return [yj * sum(yi * (gj - gi) for yi, gi in zip(y, dy)) for yj, gj in zip(y, dy)]
    return [g * SCALAR[name][1](v) for g, v in zip(dy, z)]


def output_error(name, loss, z, y, d):
    """The divergence between output y and target d of one example, and its derivative by the last layer's z."""
    if loss == "squared-error":
        error = [a - b for a, b in zip(y, d)]
        return sum(e * e for e in error) / 2, through_activation(name, z, y, error)
    if name == "softmax":  # cross-entropy straight from z; dz is y - d where the targets sum to 1
        ln_sum = max(z) + log(sum(exp(v - max(z)) for v in z))
        div = sum(dj * (ln_sum - zj) for dj, zj in zip(d, z) if dj)
        return div, [sum(di * yj - dj * yi for di, yi in zip(d, y)) for dj, yj in zip(d, y)]
    if name == "logistic":  # -ln y = ln(1 + exp(-z))
        div = sum(dj * (log1p(exp(-abs(zj))) + max(-zj, 0.0)) for dj, zj in zip(d, z) if dj)
        return div, [-dj * logistic(-zj) for dj, zj in zip(d, z)]
    ln = [log(v) if v > 0 else -inf if v == 0 else nan for v in y]
    dy = [dj and (-dj / yj if yj else -dj * inf) for dj, yj in zip(d, y)]
    return sum(-dj * v for dj, v in zip(d, ln) if dj), through_activation(name, z, y, dy)


def example(layers, loss, x, d):
    """Loss, output and gradients for one example: first all layers forward, then all layers backward."""
    ys, zs, dW, db = [x], [], [], []
    for layer in layers:
        z = [sum(w * v for w, v in zip(row, ys[-1])) + b for row, b in zip(layer["weights"], layer["biases"])]
        name = layer["activation"]
        zs.append(z)
        ys.append(softmax(z) if name == "softmax" else [SCALAR[name][0](v) for v in z])
    div, dz = output_error(name, loss, z, ys[-1], d)
    for k in range(len(layers) - 1, -1, -1):
        dW.insert(0, [[g * v for v in ys[k]] for g in dz])
        db.insert(0, dz)
        dy = [sum(g * row[i] for g, row in zip(dz, layers[k]["weights"])) for i in range(len(ys[k]))]
        if k > 0:
            dz = through_activation(layers[k - 1]["activation"], zs[k - 1], ys[k], dy)
    return div, ys[-1], dW, db, dy


def reduce(values, count):
    """The sum of equally shaped nested lists, entry by entry, divided by count."""
    return [reduce(parts, count) for parts in zip(*values)] if isinstance(values[0], list) else sum(values) / count


def backpropagate(layers, loss, decay, inputs, targets):
    """Mean loss and its gradients. `decay` is the factor of half the sum of all squared weights."""
    T = len(inputs)
    divs, outputs, dWs, dbs, dxs = zip(*(example(layers, loss, x, d) for x, d in zip(inputs, targets)))
    total, weights, biases = reduce(divs, T), reduce(dWs, T), reduce(dbs, T)
    if decay:
        total += decay / 2 * sum(w * w for layer in layers for row in layer["weights"] for w in row)
        weights = [[[g + decay * w for g, w in zip(*rows)] for rows in zip(dW, layer["weights"])]
                   for dW, layer in zip(weights, layers)]
    dx = [[g / T for g in row] for row in dxs]
    return {"loss": total, "outputs": outputs, "gradients": {"weights": weights, "biases": biases, "inputs": dx}}
