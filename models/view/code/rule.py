"""A rule of the model as a page shows it: its own source, and where Go has the same."""

import ast
import inspect
import re
from collections.abc import Callable
from html import escape
from textwrap import dedent
from typing import NamedTuple

from models.words import word

from ..markup import Markup, anchor, rich, said
from .highlight import code

Links = Callable[[str], list[tuple[str, str, str]]]  # key -> (release, place, address) of each

PART = re.compile(r"^(Go|Leaves out): ", re.MULTILINE)
NAMES = re.compile(r"[\w/]+\.(?:go|s) [\w.]*\w")


class Doc(NamedTuple):
    """A rule's docstring in its parts: paragraphs, the names it cites, and what is left out."""

    says: tuple[str, ...]
    go: str = ""
    leaves: str = ""


def show_rule(rule: Callable, links: Links) -> Markup:
    """A rule's name, what it does, its source, and links to the Go source that it models.

    ValueError if `rule` is not a function with a docstring.
    """
    doc = read_doc(rule)
    html = (f'<figure class="rule" id="rule-{rule.__name__}">'
            f'<figcaption class="rule__head"><code class="rule__name">{rule.__name__}</code>'
            f"{places(doc.go, links)}</figcaption>{explanation(doc)}{code(source(rule), 'python')}</figure>")
    return Markup(html, dedent(inspect.getsource(rule)))


def read_doc(rule: Callable) -> Doc:
    """The parts of a rule's docstring."""
    if not inspect.isfunction(rule) or not rule.__doc__:
        raise ValueError(f"{rule!r} is no rule; give a function that has a docstring")
    text, *parts = PART.split(inspect.getdoc(rule))
    found = dict(zip(parts[::2], map(joined, parts[1::2])))
    says = tuple(joined(part) for part in text.strip().split("\n\n"))
    return Doc(says, found.get("Go", ""), found.get("Leaves out", ""))


def joined(lines: str) -> str:
    """Lines of a docstring as one."""
    return " ".join(lines.split())


def source(rule: Callable) -> str:
    """The rule's source without its docstring, which is shown above it."""
    lines = dedent(inspect.getsource(rule)).splitlines()
    doc = ast.parse("\n".join(lines)).body[0].body[0]
    return "\n".join(lines[:doc.lineno - 1] + lines[doc.end_lineno:]) + "\n"


def places(cited: str, links: Links) -> str:
    """Links to what the rule models: each name, and where it stands in each release."""
    found = "; ".join(place(key, links(key)) for key in NAMES.findall(cited))
    return f'<span class="rule__go">{found}</span>' if found else ""


def place(key: str, found: list[tuple[str, str, str]]) -> str:
    """One name with its links."""
    listed = ", ".join(anchor(word("rule.place", place=text.split()[0], release=release), url)
                       for release, text, url in found)
    return f"<code>{escape(key.split()[1])}</code> {listed}"


def explanation(doc: Doc) -> str:
    """What the rule does and what it leaves out. This is text of the source, as the code is."""
    says = "".join(f'<p class="rule__says">{rich(part)}</p>' for part in doc.says)
    if not doc.leaves:
        return says
    return f'{says}<p class="rule__leaves">{said("rule.leaves-out", what=doc.leaves)}</p>'
