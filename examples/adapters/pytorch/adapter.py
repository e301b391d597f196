"""A network in PyTorch, its gradients by torch.autograd, for gradproof to question:  python3 adapter.py [f64|f32]"""
import json
import sys

import torch
from torch.nn import functional

PRECISION = sys.argv[1] if len(sys.argv) > 1 else "f64"
DTYPE = {"f64": torch.float64, "f32": torch.float32}[PRECISION]
ACTIVATIONS = {  # name: y out of the parameters and z, one row per example
    "identity": lambda given, Z: Z,
    "logistic": lambda given, Z: torch.sigmoid(Z),
    "tanh": lambda given, Z: torch.tanh(Z),
    "relu": lambda given, Z: torch.relu(Z),
    "leaky-relu": lambda given, Z: functional.leaky_relu(Z, given["slope"]),
    "absolute-value": lambda given, Z: torch.abs(Z),
    "softplus": lambda given, Z: functional.softplus(Z),
    "softmax": lambda given, Z: torch.softmax(Z, dim=1),
    "log-softmax": lambda given, Z: torch.log_softmax(Z, dim=1),
    "maxout": lambda given, Z: Z.reshape(len(Z), -1, given["pieces"]).amax(dim=2),
    "layer-normalization": lambda given, Z: functional.layer_norm(Z, Z.shape[1:], eps=given["epsilon"]),
}
HANDSHAKE = {
    "protocol": 1, "precision": PRECISION,
    "implementation": {"name": "PyTorch", "version": torch.__version__, "language": "Python"},
    "supports": {
        "activations": list(ACTIVATIONS), "losses": ["squared-error", "cross-entropy"], "regularizers": ["l2"],
        "observes": ["loss", "outputs", "preactivations", "gradients.weights", "gradients.biases", "gradients.inputs",
                     "gradients.preactivations"],
    },
    "conventions": {
        "derivativeAtKink": {"maxout": "split"},  # amax divides evenly among equal entries
        "deviations": {"softplus-linear-above": {"threshold": 20}},
    },
}


def tensor(value):
    return torch.tensor(value, dtype=DTYPE, requires_grad=True)


def divergence(loss, activation, Z, Y, D):
    """Of all examples together; from Z of the last layer where PyTorch has a function for that."""
    if loss == "squared-error":
        return functional.mse_loss(Y, D, reduction="sum") / 2
    if activation == "softmax":
        return functional.cross_entropy(Z, D, reduction="sum")
    ln = functional.logsigmoid(Z) if activation == "logistic" else Y.masked_fill(D == 0, 1).log()
    return -(D * ln).sum()  # the filled entries: a target of 0 counts as 0 whatever the output is


def answer(case):
    layers = case["network"]["layers"]
    Ws, bs = [tensor(layer["weights"]) for layer in layers], [tensor(layer["biases"]) for layer in layers]
    X, D = tensor(case["batch"]["inputs"]), torch.tensor(case["batch"]["targets"], dtype=DTYPE)
    Y, Zs = X, []
    for layer, W, b in zip(layers, Ws, bs):
        Zs.append(functional.linear(Y, W, b))
        Y = ACTIVATIONS[layer["activation"]["name"]](layer["activation"], Zs[-1])
    loss = divergence(case["loss"]["name"], layers[-1]["activation"]["name"], Zs[-1], Y, D) / len(X)
    if case["regularizer"]:
        loss = loss + case["regularizer"]["lambda"] / 2 * sum((W * W).sum() for W in Ws)
    dX, *rest = [g.tolist() for g in torch.autograd.grad(loss, [X, *Ws, *bs, *Zs])]
    n = len(layers)
    return {"loss": loss.item(), "outputs": Y.tolist(), "preactivations": [Z.tolist() for Z in Zs], "gradients": {
        "inputs": dX, "weights": rest[:n], "biases": rest[n:2 * n], "preactivations": rest[2 * n:]}}


for line in sys.stdin:
    message = json.loads(line)
    if message["cmd"] == "stop":
        break
    run = message["cmd"] == "run"
    print(json.dumps({"seq": message["seq"], "answer": answer(message["case"])} if run else HANDSHAKE), flush=True)
