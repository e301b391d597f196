"""Judges a number of a fixture file: 40 decimal digits as a string, and the double that stands for them."""
import re

from mpmath import mp, mpf, workdps

DIGITS = 40
TINY = re.compile(r"0 ± ([\d.]+)e(-\d+)")  # nearer to 0 than that
PATTERN = re.compile(r"(-?)(\d+)(?:\.(\d+))?(?:e([+-]?\d+))?", re.IGNORECASE)


class Decimal40:
    """A decimal number, sign · mantissa · 10^exponent, with the mantissa a whole number without trailing zeros."""

    def __init__(self, text):
        match = PATTERN.fullmatch(text)
        if not match:
            raise ValueError(f"{text!r} is no decimal number")
        sign, whole, fraction, exponent = match.groups(default="")
        significant = (whole + fraction).lstrip("0")
        stripped = significant.rstrip("0")
        self.mantissa = int(sign + (stripped or "0"))
        self.exponent = int(exponent or 0) - len(fraction) + len(significant) - len(stripped)
        self.count = len(stripped)

    def agrees(self, x):
        """Whether x, rounded to 40 significant digits, is this number: off by half a unit at most, ties to even."""
        if self.count > DIGITS:
            return False
        if self.mantissa == 0:
            return x == 0
        power = self.exponent + self.count - DIGITS
        scaled = x / mpf(10) ** power if power > 0 else x * mpf(10) ** -power
        forty = self.mantissa * 10 ** (DIGITS - self.count)
        off = abs(scaled - forty)
        return off < mpf(1) / 2 or (off == mpf(1) / 2 and forty % 2 == 0)


def nearest_double(x):
    """The double nearest to x, ties to even, subnormal doubles and 0 included."""
    sign, mantissa, exponent, bits = x._mpf_
    mantissa = int(mantissa) * (-1) ** sign
    if exponent + bits < -1100:
        return 0.0
    # Python's division of whole numbers is correctly rounded.
    return float(mantissa << exponent) if exponent >= 0 else mantissa / (1 << -exponent)


def fault(x, digits, expected):
    """What is wrong with a number that should be x, or None."""
    tiny = TINY.fullmatch(digits)
    agrees = abs(x) <= mpf(tiny[1]) * mpf(10) ** int(tiny[2]) if tiny else Decimal40(digits).agrees(x)
    if not agrees:
        with workdps(DIGITS + 5):
            return f"has the digits {digits}, is {mp.nstr(+x, DIGITS + 5)}"
    if nearest_double(x) != float(expected):
        return f"has the double {expected!r}, is nearest to {nearest_double(x)!r}"
    return None


def compare(computed, digits, expected, place=""):
    """Walks three equally built parts of a test; yields for each number its place and its fault or None."""
    if isinstance(digits, dict):
        if not (isinstance(expected, dict) and digits.keys() == expected.keys()):
            yield place, "digits and expected have different parts"
            return
        for key in digits:
            if isinstance(computed, dict) and key in computed:
                yield from compare(computed[key], digits[key], expected[key], f"{place}.{key}".lstrip("."))
            else:
                yield f"{place}.{key}".lstrip("."), "is a part that nothing was computed for"
    elif isinstance(digits, list):
        if not all(isinstance(part, list) and len(part) == len(digits) for part in (computed, expected)):
            yield place, "has another shape"
            return
        for i, parts in enumerate(zip(computed, digits, expected)):
            yield from compare(*parts, f"{place}[{i}]")
    elif isinstance(computed, (list, dict)) or isinstance(expected, (list, dict)):
        yield place, "has another shape"
    else:
        yield place, fault(computed, digits, expected)
