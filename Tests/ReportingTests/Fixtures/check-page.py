"""Reads a page as strictly as a validator of reports needs, and names what is wrong with it."""

import sys
from html.parser import HTMLParser

VOID = {"meta", "br", "hr", "link", "input", "img"}
# Whoever leaves one of these open leaves it to the reader where it ends.
ELEMENTS = set(
    "html head meta title style body a header p span div nav details summary ol li main section h1 h2"
    " h3 h4 h5 h6 table thead tbody tr th td article ul pre code kbd samp del ins em strong br hr"
    " blockquote dl dt dd figure figcaption svg desc rect path text script small".split()
)
ATTRIBUTES = set(
    "lang charset http-equiv content name id class href rel open role tabindex scope start data-state"
    " aria-label aria-labelledby aria-hidden viewbox width height x y rx d textlength"
    " text-anchor".split()
)


class Page(HTMLParser):
    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.open, self.ids, self.wanted, self.mistakes = [], set(), [], []
        self.counts = {}

    def handle_starttag(self, tag, attributes):
        where = "%d:%d" % self.getpos()
        self.counts[tag] = self.counts.get(tag, 0) + 1
        if tag not in ELEMENTS:
            self.mistakes.append(f"{where}: element {tag}")
        names = [name for name, _ in attributes]
        if len(names) != len(set(names)):
            self.mistakes.append(f"{where}: an attribute twice")
        for name, value in attributes:
            if name not in ATTRIBUTES:
                self.mistakes.append(f"{where}: attribute {name}")
            if name == "id":
                if value in self.ids or not value or any(c.isspace() for c in value):
                    self.mistakes.append(f"{where}: id {value!r}")
                self.ids.add(value)
            elif name == "aria-labelledby":
                self.wanted += [(where, word) for word in value.split()]
            elif name == "href":
                if value.startswith("#"):
                    self.wanted.append((where, value[1:]))
                elif not value.startswith(("https://", "http://", "mailto:")):
                    self.mistakes.append(f"{where}: address {value!r}")
        if tag == "p" and "p" in self.open:
            self.mistakes.append(f"{where}: p in p")
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attributes):
        self.handle_starttag(tag, attributes)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            self.mistakes.append("%d:%d: end of %s" % (*self.getpos(), tag))

    def finish(self):
        self.close()
        self.mistakes += [f"{where}: nothing named {name!r}" for where, name in self.wanted
                          if name not in self.ids]
        self.mistakes += [f"{tag} is left open" for tag in self.open]
        for tag in ("script", "style", "title", "main", "body"):
            # A picture has a title of its own.
            if tag != "title" and self.counts.get(tag) != 1:
                self.mistakes.append(f"{self.counts.get(tag)} elements {tag}")
        return self.mistakes


page = Page()
page.feed(sys.stdin.buffer.read().decode("utf-8"))
found = page.finish()
print("\n".join(found))
sys.exit(bool(found))
