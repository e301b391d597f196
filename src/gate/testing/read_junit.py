"""Reads JUnit XML files as other programs do, and says in JSON what each found.

With xml.etree, the parser of Python's standard library, and with junitparser (Debian: python3-junitparser) where it is installed.
"""

import json
import sys
import xml.etree.ElementTree as ElementTree

try:
    import junitparser
except ImportError:
    junitparser = None


def by_etree(path):
    root = ElementTree.parse(path).getroot()
    cases = []
    for suite in root:
        for case in suite.iter("testcase"):
            outcome = next((part for part in case if part.tag != "system-out"), None)
            cases.append({
                "suite": suite.get("name"),
                "classname": case.get("classname"),
                "name": case.get("name"),
                "outcome": None if outcome is None else outcome.tag,
                "message": None if outcome is None else outcome.get("message"),
                "text": None if outcome is None else outcome.text,
                "said": case.findtext("system-out"),
            })
    properties = {entry.get("name"): entry.get("value") for entry in root.iter("property")}
    return {"root": root.attrib, "suites": [suite.attrib for suite in root], "properties": properties, "cases": cases}


def by_junitparser(path):
    """Counts anew what the attributes say."""
    xml = junitparser.JUnitXml.fromfile(path)
    found = {"tests": 0, "failures": 0, "errors": 0, "skipped": 0}
    for suite in xml:
        for case in suite:
            found["tests"] += 1
            results = case.result if isinstance(case.result, list) else [case.result]
            for result in results:
                found["failures"] += isinstance(result, junitparser.Failure)
                found["errors"] += isinstance(result, junitparser.Error)
                found["skipped"] += isinstance(result, junitparser.Skipped)
    return found


print(json.dumps([
    {"etree": by_etree(path), "junitparser": None if junitparser is None else by_junitparser(path)}
    for path in sys.argv[1:]
]))
