"""Where Go source declares a name, and which declaration a line stands in.

Plain patterns are enough for gofmt'd files: a declaration starts at the margin and ends at the
next closing bracket at the margin.
"""

import re

_OPENING = re.compile(
    r"(?:func \(\w+ \*?(?P<receiver>\w+)(?:\[.*?\])?\) (?P<method>\w+)"
    r"|(?:func|type|var|const) (?P<plain>\w+)"
    r"|TEXT (?:runtime)?·(?P<text>\w+))")
_GROUP = re.compile(r"(?:type|var|const) \($")


def declared(line: str) -> str:
    """The name that a line at the margin declares: "runqget", "p.destroy"; or ""."""
    found = _OPENING.match(line)
    if not found:
        return ""
    if found["receiver"]:
        return f"{found['receiver']}.{found['method']}"
    return found["plain"] or found["text"]


def member(line: str, name: str) -> bool:
    """Whether a line inside a struct or a group declares that field, variable or constant."""
    found = re.match(r"\t(\w+(?:, \w+)*)(?:\s|$)", line)
    return bool(found) and name in found[1].split(", ")


def blocks(lines: list[str]) -> list[tuple[str, int, int]]:
    """(name, first line, last line), from 1, of everything at the margin; a group has no name."""
    found, opened = [], None
    for number, line in enumerate(lines, start=1):
        if opened is None and (declared(line) or _GROUP.match(line)):
            opened = (declared(line), number)
            if not line.endswith(("{", "(")) and not line.startswith("TEXT"):
                found.append((*opened, number))
                opened = None
        elif opened and (line[:1] in ("}", ")") or (line == "" and lines[opened[1] - 1][0] == "T")):
            found.append((*opened, number))
            opened = None
    return found


def find(text: str, name: str) -> int | None:
    """The line that declares a function, method, type, field, variable or constant, or None."""
    lines = text.split("\n")
    outer, _, inner = name.rpartition(".")
    for title, first, last in blocks(lines):
        if title and title == name:
            return first
        if title == outer and inner:
            for number in range(first + 1, last):
                if member(lines[number - 1], inner):
                    return number
    return None


def enclosing(text: str, number: int) -> str:
    """The declaration that a line stands in; of a group, the name on the line; or ""."""
    lines = text.split("\n")
    for title, first, last in blocks(lines):
        if first <= number <= last:
            return title or (re.match(r"\t?(\w*)", lines[number - 1])[1])
    return ""
