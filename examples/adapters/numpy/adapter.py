"""A network in NumPy, the whole batch at once, for gradproof to question. Row t of every matrix is example t."""
import json
import sys

import numpy as np

HANDSHAKE = {
    "protocol": 1, "precision": "f64",
    "implementation": {"name": "numpy network", "version": np.__version__, "language": "Python"},
    "supports": {
        "activations": ["identity", "logistic", "tanh", "relu", "softmax"],
        "losses": ["squared-error", "cross-entropy"], "regularizers": ["l2"],
        "observes": ["loss", "outputs", "gradients.weights", "gradients.biases", "gradients.inputs"],
    },
}


def logistic(Z):
    E = np.exp(-abs(Z))  # at most 1, so it never overflows
    return np.where(Z >= 0, 1, E) / (1 + E)


def softmax(Z):
    E = np.exp(Z - Z.max(axis=1, keepdims=True))
    return E / E.sum(axis=1, keepdims=True)


FORWARD = {"identity": lambda Z: Z, "logistic": logistic, "tanh": np.tanh, "relu": lambda Z: np.maximum(Z, 0),
           "softmax": softmax}
BACKWARD = {  # dZ out of dY
    "identity": lambda Z, Y, dY: dY,
    "logistic": lambda Z, Y, dY: dY * (logistic(Z) * logistic(-Z)),  # logistic(-z) is 1 - y without the cancellation
    "tanh": lambda Z, Y, dY: dY * (4 * logistic(2 * Z) * logistic(-2 * Z)),
    "relu": lambda Z, Y, dY: dY * (Z > 0),
    "softmax": lambda Z, Y, dY: Y * (dY - (dY * Y).sum(axis=1, keepdims=True)),
}


def head(activation, loss, Z, Y, D):
    """The divergences of all examples added up, and its derivative by Z of the last layer."""
    if loss == "squared-error":
        return ((Y - D) ** 2).sum() / 2, BACKWARD[activation](Z, Y, Y - D)
    if activation == "softmax":  # from Z, without a probability that may underflow
        shifted = Z - Z.max(axis=1, keepdims=True)
        ln = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
        return -(D * ln).sum(), Y * D.sum(axis=1, keepdims=True) - D
    if activation == "logistic":  # -ln y = ln(1 + exp(-z))
        return (D * np.logaddexp(0, -Z)).sum(), -D * logistic(-Z)
    used = np.where(D == 0, 1, Y)  # a target of 0 counts as 0 whatever the output is
    return -(D * np.log(used)).sum(), BACKWARD[activation](Z, Y, -D / used)


def answer(case):
    layers = [(np.array(layer["weights"], float), np.array(layer["biases"], float), layer["activation"]["name"])
              for layer in case["network"]["layers"]]
    X, D = np.array(case["batch"]["inputs"], float), np.array(case["batch"]["targets"], float)
    Ys, Zs = [X], []
    for W, b, activation in layers:
        Zs.append(Ys[-1] @ W.T + b)
        Ys.append(FORWARD[activation](Zs[-1]))
    loss, dZ = head(layers[-1][2], case["loss"]["name"], Zs[-1], Ys[-1], D)
    decay = float(case["regularizer"]["lambda"]) if case["regularizer"] else 0.0
    dW, db = [], []
    for k in range(len(layers) - 1, -1, -1):
        dW.insert(0, (dZ.T @ Ys[k] / len(X) + decay * layers[k][0]).tolist())
        db.insert(0, dZ.mean(axis=0).tolist())
        dY = dZ @ layers[k][0]
        dZ = BACKWARD[layers[k - 1][2]](Zs[k - 1], Ys[k], dY) if k > 0 else None
    loss = loss / len(X) + decay / 2 * sum((W ** 2).sum() for W, _, _ in layers)
    gradients = {"weights": dW, "biases": db, "inputs": (dY / len(X)).tolist()}
    return {"loss": float(loss), "outputs": Ys[-1].tolist(), "gradients": gradients}


for line in sys.stdin:
    message = json.loads(line)
    if message["cmd"] == "stop":
        break
    run = message["cmd"] == "run"
    print(json.dumps({"seq": message["seq"], "answer": answer(message["case"])} if run else HANDSHAKE), flush=True)
