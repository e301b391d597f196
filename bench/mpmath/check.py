"""Checks every digit of fixture files with mpmath, by a forward and a backward pass of its own.

    python3 bench/mpmath/check.py [--flip] [--skip FAMILY]... [FILE or FOLDER]...

Prints per family the tests, the numbers checked and the disagreements, and why a test was skipped. Exit code 1 when a
number disagrees or nothing was checked. With --flip, one digit of each test is altered in memory, and exactly that
number must disagree.
"""
import argparse
import json
import sys
from collections import Counter
from pathlib import Path

from activations import Unsupported
from digits import compare
from lecture_graph import nodes
from mpmath import mp
from network import answer

# Working digits: an entry near saturation may lose as many as it is small, and is then computed again with more.
LEVELS = (60, 400, 2000, 10000)
FIXTURES = Path(__file__).resolve().parents[2] / "fixtures"


def computed(test):
    """The expected quantities of a test, as mpmath numbers at the present precision."""
    result = answer(test)
    return {**result, "nodes": nodes(test["case"])} if "nodes" in test["digits"] else result


def leaves(part, place=""):
    """Every text in nested lists and objects as what holds it, the key it has there, and its place in words."""
    for key, inner in part.items() if isinstance(part, dict) else enumerate(part):
        here = f"{place}[{key}]" if isinstance(part, list) else f"{place}.{key}".lstrip(".")
        if isinstance(inner, str):
            yield part, key, here
        else:
            yield from leaves(inner, here)


def check(test):
    """The count of numbers of a test, and the faults as pairs of place and sentence.

    It is computed with more and more digits until there are no faults, or the same ones twice. A difference may vanish
    where digits are too few, so that a test with a zero begins at the second level and a zero never counts as settled.
    """
    texts = [part[key] for part, key, _ in leaves(test["digits"])]
    if any("N" in text or "I" in text for text in texts):
        raise Unsupported("NaN and infinities have no digits")
    faults = []
    for level in LEVELS[1:] if "0" in texts else LEVELS:
        before = faults
        with mp.workdps(level):
            results = list(compare(computed(test), test["digits"], test["expected"]))
        faults = [(place, fault) for place, fault in results if fault]
        if not faults or (faults == before and not any("is 0.0" in fault for _, fault in faults)):
            break
    return len(results), faults


def flip(test, salt):
    """Alters the last digit of one number of a test, chosen by `salt`; returns its place."""
    every = [(part, key, place) for part, key, place in leaves(test["digits"]) if "±" not in part[key]]
    part, key, place = every[salt * 7919 % len(every)]
    mantissa, e, exponent = part[key].partition("e")
    if mantissa[-1].isdigit():
        part[key] = mantissa[:-1] + str((int(mantissa[-1]) + 1) % 10) + e + exponent
    return place


def check_file(path, options):
    """Prints the line of one family; returns the counts of numbers and of faults."""
    file = json.loads(path.read_text(encoding="utf-8"), parse_int=float)
    counts, skipped = Counter(), Counter()
    for number, test in enumerate(file.get("tests", [])):
        if test["expected"] is None:
            skipped["no expected numbers"] += 1
            continue
        if file["family"] in options.skip:
            skipped["skipped by name"] += 1
            continue
        place = flip(test, number) if options.flip else None
        try:
            numbers, faults = check(test)
        except Unsupported as reason:
            skipped[str(reason)] += 1
            continue
        counts.update(tests=1, numbers=numbers, faults=len(faults))
        if options.flip:
            faults = [] if [where for where, _ in faults] == [place] else [(place, "was altered and does not disagree")]
            counts["missed"] += len(faults)
        for where, fault in faults:
            print(f"{test['id']}: {where} {fault}")
    print(f"{file['family']:32}{counts['tests']:7}{counts['numbers']:9}{counts['faults']:14}", end="  ")
    print(", ".join(f"{count} skipped: {reason}" for reason, count in skipped.items()))
    return counts


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("paths", nargs="*", type=Path, default=[FIXTURES], help="files or folders, else all fixtures")
    parser.add_argument("--flip", action="store_true", help="alter one digit of each test, which must then disagree")
    parser.add_argument("--skip", action="append", default=[], metavar="FAMILY")
    options = parser.parse_args()
    files = [file for path in options.paths for file in (sorted(path.glob("*.json")) if path.is_dir() else [path])]
    print(f"{'family':32}{'tests':>7}{'numbers':>9}{'disagreements':>14}")
    total = sum((check_file(file, options) for file in files if file.name != "index.json"), Counter())
    print(f"{'all':32}{total['tests']:7}{total['numbers']:9}{total['faults']:14}")
    if options.flip:
        print(f"{total['tests']} digits altered, {total['missed']} not found")
    return 1 if total["tests"] == 0 or total["missed" if options.flip else "faults"] else 0


if __name__ == "__main__":
    sys.exit(main())
