"""Reads pages as a browser does, and says in JSON what each holds.

html5lib (Debian: python3-html5lib) follows the standard's parser and, being strict, refuses every parse error; html.parser of the standard
library at least sees the tags.
"""

import json
import sys
from html.parser import HTMLParser

try:
    import html5lib
except ImportError:
    html5lib = None

VOID = {"meta", "br", "input"}


class Tags(HTMLParser):
    """The tags, each of which must be closed in its turn; the text of the whole page, and of the articles alone."""

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.open, self.tags, self.articles, self.ids, self.links, self.text, self.faults = [], [], [], [], [], [], []
        self.attributes = set()

    def handle_starttag(self, tag, attrs):
        attributes = dict(attrs)
        self.tags.append(tag)
        self.attributes.update(attributes)
        if "id" in attributes:
            self.ids.append(attributes["id"])
        if tag == "article":
            self.articles.append(attributes.get("id"))
        if tag == "a":
            self.links.append(attributes["href"])
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            self.faults.append(f"</{tag}> closes nothing")

    def handle_comment(self, data):
        self.faults.append(f"a comment: {data}")

    def handle_data(self, data):
        if not self.open or self.open[-1] != "style":
            self.text.append(data)


def read(path):
    with open(path, encoding="utf-8", newline="") as file:
        text = file.read()
    tags = Tags()
    tags.feed(text)
    tags.close()
    faults = tags.faults + [f"<{tag}> is left open" for tag in tags.open]
    if html5lib is not None:
        try:
            html5lib.HTMLParser(strict=True).parse(text)
        except html5lib.html5parser.ParseError as error:
            faults.append(f"html5lib: {error}")
    return {
        "tags": sorted(set(tags.tags)),
        "attributes": sorted(tags.attributes),
        "articles": tags.articles,
        "ids": tags.ids,
        "links": tags.links,
        "text": "".join(tags.text),
        "faults": faults,
        "html5lib": html5lib is not None,
    }


print(json.dumps([read(path) for path in sys.argv[1:]]))
