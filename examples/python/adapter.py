"""Lets gradproof question a network: reads one JSON message per line, answers with one line each."""
import importlib
import json
import sys

network = importlib.import_module(sys.argv[1] if len(sys.argv) > 1 else "network")

HANDSHAKE = {
    "protocol": 1, "precision": "f64",
    "implementation": {"name": network.__name__, "language": "python"},
    "supports": {
        "activations": ["identity", "logistic", "tanh", "relu", "softmax"],
        "losses": ["squared-error", "cross-entropy"], "regularizers": ["l2"],
        "observes": ["loss", "outputs", "gradients.weights", "gradients.biases", "gradients.inputs"],
    },
}


def floats(value):
    """Also makes floats of the strings NaN, Infinity and -Infinity, for which JSON has no numbers."""
    return [floats(part) for part in value] if isinstance(value, list) else float(value)


def answer(case):
    layers = [{"weights": floats(layer["weights"]), "biases": floats(layer["biases"]),
               "activation": layer["activation"]["name"]} for layer in case["network"]["layers"]]
    decay = floats(case["regularizer"]["lambda"]) if case["regularizer"] else 0.0
    batch = case["batch"]
    return network.backpropagate(layers, case["loss"]["name"], decay, floats(batch["inputs"]), floats(batch["targets"]))


for line in sys.stdin:
    message = json.loads(line)
    if message["cmd"] == "stop":
        break
    run = message["cmd"] == "run"
    print(json.dumps({"seq": message["seq"], "answer": answer(message["case"])} if run else HANDSHAKE), flush=True)
