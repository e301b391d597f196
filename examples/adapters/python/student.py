"""A network of tanh and identity layers under squared error: all that a student writes to have it judged."""
from math import tanh

from gradproof_adapter import serve


def answer(case):
    layers, X, D = case["network"]["layers"], case["batch"]["inputs"], case["batch"]["targets"]
    dW = [[[0.0 for _ in row] for row in layer["weights"]] for layer in layers]
    db = [[0.0 for _ in layer["biases"]] for layer in layers]
    loss, Y, dX = 0.0, [], []
    for x, d in zip(X, D):
        ys = [x]
        for layer in layers:
            z = [sum(w * y for w, y in zip(row, ys[-1])) + b for row, b in zip(layer["weights"], layer["biases"])]
            ys.append([tanh(v) for v in z] if layer["activation"]["name"] == "tanh" else z)
        dy = [(y - t) / len(X) for y, t in zip(ys[-1], d)]
        loss += sum((y - t) * (y - t) for y, t in zip(ys[-1], d)) / 2 / len(X)
        for k in reversed(range(len(layers))):
            curved = layers[k]["activation"]["name"] == "tanh"
            dz = [g * (1 - y * y) if curved else g for g, y in zip(dy, ys[k + 1])]
            db[k] = [b + g for b, g in zip(db[k], dz)]
            dW[k] = [[w + g * y for w, y in zip(row, ys[k])] for row, g in zip(dW[k], dz)]
            dy = [sum(g * row[i] for g, row in zip(dz, layers[k]["weights"])) for i in range(len(ys[k]))]
        Y.append(ys[-1])
        dX.append(dy)
    return {"loss": loss, "outputs": Y, "gradients": {"weights": dW, "biases": db, "inputs": dX}}


serve(answer, name="my network", activations=["identity", "tanh"], losses=["squared-error"])
