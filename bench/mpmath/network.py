"""Backpropagation through a network on mpmath numbers, example by example, as spec/forward.md, backward.md and batch.md
have it; gradient descent on top of it (spec/training.md).
"""
from activations import activation_of
from losses import divergence
from mpmath import fsum, mpf

DEFAULTS = {
    "reduction": "mean",
    "squaredError": "half",
    "l2": "half",
    "weights": "out-in",
    "gradients": "same-as-weights",
    "unitStepAtZero": 1,
    "derivativeAtKink": {
        "relu": 0,
        "leaky-relu": "slope",
        "absolute-value": 0,
        "maxout": "first",
        "multiclass-hinge": 0,
    },
    "deviations": {},
}


def complete(declared):
    """The declared conventions, with the defaults where nothing is declared."""
    kinks = {**DEFAULTS["derivativeAtKink"], **declared.get("derivativeAtKink", {})}
    return {**DEFAULTS, **declared, "derivativeAtKink": kinks}


def numbers(value):
    """Nested lists of doubles as nested lists of mpmath numbers; no double loses anything."""
    return [numbers(part) for part in value] if isinstance(value, list) else mpf(value)


def transposed(matrix):
    return [list(column) for column in zip(*matrix)]


class Network:
    """The parameters of a case, W^(k) always as [D(k)][M(k-1)], with its loss and penalty."""

    def __init__(self, case, conventions):
        self.conventions = conventions
        layers = case["network"]["layers"]
        stored = [numbers(layer["weights"]) for layer in layers]
        self.weights = [transposed(W) for W in stored] if conventions["weights"] == "in-out" else stored
        self.biases = [numbers(layer["biases"]) for layer in layers]
        self.activations = [activation_of(layer["activation"], conventions) for layer in layers]
        self.loss = case["loss"]["name"]
        regularizer = case["regularizer"]
        self.decay = 0 if regularizer is None else mpf(regularizer["lambda"]) * (1 + (conventions["l2"] == "full"))

    def backpropagate(self, inputs, targets):
        """All quantities of an answer for the batch, with the weights' gradient like `weights`."""
        reduction = len(inputs) if self.conventions["reduction"] == "mean" else 1
        examples = [self.example(x, d, reduction) for x, d in zip(inputs, targets)]
        by_layer = lambda part: [[example[part][k] for example in examples] for k in range(len(self.weights))]
        ys, dzs = by_layer("y"), by_layer("dz")
        below = [inputs, *ys]
        return {
            "loss": fsum(example["div"] for example in examples) / reduction + self.penalty(),
            "outputs": ys[-1],
            "preactivations": by_layer("z"),
            "activations": ys,
            "gradients": {
                "weights": [self.weight_gradient(k, dz, below[k]) for k, dz in enumerate(dzs)],
                "biases": [[fsum(column) for column in zip(*dz)] for dz in dzs],
                "inputs": [example["dx"] for example in examples],
                "preactivations": dzs,
                "activations": by_layer("dy"),
            },
        }

    def example(self, x, d, reduction):
        """z, y, dz and dy of all layers for one example, layer 1 first, and dx."""
        zs, ys, y = [], [], x
        for W, b, activation in zip(self.weights, self.biases, self.activations):
            z = [fsum(w * v for w, v in zip(row, y)) + bias for row, bias in zip(W, b)]
            outputs = activation.forward(z)
            y = outputs.y
            zs.append(z)
            ys.append(y)
        div, dY = divergence(self.loss, outputs, d, self.conventions)
        dy, dzs, dys = [g / reduction for g in dY], [], []
        for W, activation, z, y in zip(*map(reversed, (self.weights, self.activations, zs, ys))):
            dz = activation.backward(z, y, dy)
            dys.insert(0, dy)
            dzs.insert(0, dz)
            dy = [fsum(g * w for g, w in zip(dz, column)) for column in transposed(W)]
        return {"div": div, "z": zs, "y": ys, "dz": dzs, "dy": dys, "dx": dy}

    def penalty(self):
        """(λ/2) Σ w², or λ Σ w²: `decay` is λ or 2λ."""
        return self.decay / mpf(2) * fsum(w**2 for W in self.weights for row in W for w in row)

    def weight_gradient(self, k, dz, below):
        """∂Loss/∂w_ij = Σ_t dz_j y_i + decay · w_ij."""
        return [
            [fsum(g[j] * y[i] for g, y in zip(dz, below)) + self.decay * w for i, w in enumerate(row)]
            for j, row in enumerate(self.weights[k])
        ]

    def step(self, learning_rate, gradients):
        """W - η dW and b - η db, of all layers at once."""
        moved = lambda p, g: [moved(*pair) for pair in zip(p, g)] if isinstance(p, list) else p - learning_rate * g
        self.weights = moved(self.weights, gradients["weights"])
        self.biases = moved(self.biases, gradients["biases"])


def answer(test):
    """What a test of backpropagation or of training expects, computed anew."""
    conventions = complete(test["conventions"])
    network = Network(test["case"], conventions)
    inputs, targets = (numbers(test["case"]["batch"][part]) for part in ("inputs", "targets"))
    if "training" in test:
        for step in test["training"]["steps"]:
            chosen = [int(t) - 1 for t in step]
            result = network.backpropagate([inputs[t] for t in chosen], [targets[t] for t in chosen])
            network.step(mpf(test["training"]["learningRate"]), result["gradients"])
        weights = shown(network.weights, conventions["weights"] == "in-out")
        return {"updated": {"weights": weights, "biases": network.biases}}
    result = network.backpropagate(inputs, targets)
    turned = (conventions["weights"] == "in-out") != (conventions["gradients"] == "transposed")
    result["gradients"]["weights"] = shown(result["gradients"]["weights"], turned)
    return result


def shown(weights, turned):
    return [transposed(W) for W in weights] if turned else weights
