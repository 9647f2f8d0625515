"""Everything in the repository that cites Go's source: pages, claims, docstrings."""

import re
from collections.abc import Iterator
from pathlib import Path

from models.golang.cite import line_key
from models.golang.claims import claims
from models.golang.places import ROOT

_ROLE = re.compile(r"\{go\}`(?:[^`<>]+<)?([^`<>]+)>?`")  # with or without a text of its own
_LINE = re.compile(r"\bGo: (\S+\.(?:go|s) .*)")
_LITERAL = re.compile(r'"([\w/]+\.(?:go|s)) ([\w.]*\w)"')
_PAIR = re.compile(r"([\w/]+\.(?:go|s)) ([\w.]*\w)")


def in_pages(folder: Path = ROOT / "book") -> Iterator[tuple[str, str]]:
    """(key, file) for each {go} role."""
    for page in sorted(folder.rglob("*.md")):
        yield from ((key, page.name) for key in _ROLE.findall(page.read_text(encoding="utf-8")))


def in_models(folder: Path = ROOT / "models") -> Iterator[tuple[str, str]]:
    """(key, file) for each name on a docstring's line that says where in Go the model comes from,
    and for each such key that stands in the code as a text of its own.
    """
    for module in sorted(folder.rglob("*.py")):
        text = module.read_text(encoding="utf-8")
        found = [pair for line in _LINE.findall(text) for pair in _PAIR.findall(line)]
        for file, name in found + _LITERAL.findall(text):
            yield f"{file} {name}", module.name


def in_claims() -> Iterator[tuple[str, str]]:
    """(key, claim) for each line that a claim rests on."""
    for claim in claims().values():
        yield from ((line_key(cite.places), claim.id) for cite in claim.cites)


def used() -> dict[str, str]:
    """Every key that is cited, and one place that does so."""
    return dict([*in_claims(), *in_models(), *in_pages()])
