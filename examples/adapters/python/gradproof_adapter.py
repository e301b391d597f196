"""Lets gradproof question a Python function: copy this file beside yours and call `serve`.

Python 3.9 or later, standard library only. It speaks protocol 1 (spec/protocol.md): one JSON object per line.
"""
import json
import os
import sys
import traceback
from math import inf, isfinite, isnan, nan

OBSERVES = ["loss", "outputs", "gradients.weights", "gradients.biases", "gradients.inputs"]
COUNTS = {"pieces", "powers"}  # the parameters of a case that stay whole numbers
NAMED = {"NaN": nan, "Infinity": inf, "-Infinity": -inf}


class Skipped(Exception):
    """Raised by the function for a case that it does not do; the message tells a reader why."""


def serve(answer, *, name, activations, losses, regularizers=(), observes=OBSERVES, precision="f64", version=None,
          conventions=None, **supports):
    """Answers gradproof's questions with answer(case) until it says stop.

    `case` is a dictionary of the form in spec/conventions.md, with a float for each number but counts. `answer` returns
    a dictionary with the quantities in `observes`: floats in nested lists, or anything with `tolist`, such as arrays.
    `conventions` are the differences from the defaults; further keywords go into `supports`, such as batch=1. What
    `answer` prints goes to standard error. A Skipped that it raises makes a skipped case, any other exception an error.
    """
    implementation = {"name": name, "language": "Python", **({"version": version} if version else {})}
    supports = {"activations": list(activations), "losses": list(losses), "regularizers": list(regularizers),
                "observes": list(observes), **supports}
    handshake = {"protocol": 1, "implementation": implementation, "precision": precision, "supports": supports,
                 "conventions": conventions or {}}
    replies = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # from here on, whoever writes to standard output writes to standard error
    for line in sys.stdin.buffer:
        if not line.strip():
            continue
        message = json.loads(line)
        if message["cmd"] == "stop":
            break
        reply = {"seq": message["seq"], **outcome(answer, message["case"])} if message["cmd"] == "run" else handshake
        replies.write(json.dumps(reply, allow_nan=False) + "\n")
        replies.flush()


def outcome(answer, case):
    """The part of a reply that is not its number: what `answer` returned, or the exception it raised."""
    try:
        return {"answer": plain(answer(floats(case)))}
    except Skipped as reason:
        return {"skipped": {"message": str(reason)}}
    except Exception as error:
        traceback.print_exc()
        return {"error": {"message": f"{type(error).__name__}: {error}"}}


def floats(value, key=None):
    """The same value with a float for each number, also for the strings NaN, Infinity and -Infinity."""
    if isinstance(value, dict):
        return {key: floats(part, key) for key, part in value.items()}
    if isinstance(value, list):
        return [floats(part, key) for part in value]
    number = isinstance(value, int) and key not in COUNTS
    return float(value) if number else NAMED.get(value, value) if isinstance(value, str) else value


def plain(value):
    """The same value for json: lists for arrays, and strings for the numbers that JSON does not have."""
    value = value.tolist() if hasattr(value, "tolist") else value
    if isinstance(value, dict):
        return {key: plain(part) for key, part in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(part) for part in value]
    if not isinstance(value, (int, float)):
        raise TypeError(f"expected a number, got {type(value).__name__}")
    if isfinite(value):
        return value
    return "NaN" if isnan(value) else "Infinity" if value > 0 else "-Infinity"
