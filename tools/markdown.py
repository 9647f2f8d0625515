"""A page's MyST as plain Markdown, for notebooks: every directive and role by one table each.

What the tables do not know is an error, so that nothing reaches a notebook half translated.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from tools import gorole
from tools.links import TARGET, Book, to_label, to_page

FENCE = re.compile(r"^(?P<indent>\s*)(?P<marks>`{3,}|~{3,}|:{3,})(?P<info>.*)$")
DIRECTIVE = re.compile(r"^\{(?P<name>[^}\s]+)\}\s*(?P<argument>.*)$")
OPTION = re.compile(r"^:[\w-]+:")
# A role, or a code span: what stands in a code span is never a role.
INLINE = re.compile(
    r"\{(?P<role>[A-Za-z][\w:-]*)\}(?P<ticks>`+)(?P<body>.+?)(?<!`)(?P=ticks)(?!`)"
    r"|(?P<span>`+)(?!`).+?(?<!`)(?P=span)(?!`)"
    r"|\[(?P<text>[^\[\]]*)\]\((?P<target>[^()\s]+)\)", re.DOTALL)
TITLED = re.compile(r"^(?P<text>.+?)\s*<(?P<target>[^<>]+)>$", re.DOTALL)


@dataclass(frozen=True)
class Page:
    """What a page's text is translated with: its name and the whole book's pages and labels."""

    name: str
    book: Book


def plain(text: str, page: Page) -> str:
    """The text with every directive, role, target and link as plain Markdown.

    Errors: ValueError naming the page and what cannot be translated.
    """
    try:
        return "\n".join(blocks(text.split("\n"), page))
    except ValueError as error:
        raise ValueError(f"book/{page.name}.md: {error}") from None


def blocks(lines: list[str], page: Page) -> Iterator[str]:
    """Translate line after line: fences as a whole, everything between them as running text."""
    running: list[str] = []
    at = 0
    while at < len(lines):
        fence = FENCE.match(lines[at])
        if not fence:
            running.append(lines[at])
            at += 1
            continue
        yield from inline(running, page)
        running, end = [], closing(lines, at, fence)
        yield from fenced(lines[at:end + 1], fence, page)
        at = end + 1
    yield from inline(running, page)


def closing(lines: list[str], start: int, fence: re.Match) -> int:
    """The line that closes the fence opened at `start`: the same marks, at least as many."""
    marks = fence["marks"]
    close = re.compile(rf"^\s*{re.escape(marks[0])}{{{len(marks)},}}\s*$")
    for at in range(start + 1, len(lines)):
        if close.match(lines[at]):
            return at
    raise ValueError(f"the fence {lines[start].strip()!r} is never closed")


def fenced(lines: list[str], fence: re.Match, page: Page) -> Iterator[str]:
    """A directive, translated; a plain code block, untouched."""
    directive = DIRECTIVE.match(fence["info"].strip())
    if not directive:
        if fence["marks"][0] == ":":
            raise ValueError(f"{lines[0].strip()!r} is no directive: write {{name}} after the colons")
        yield from lines
        return
    name, body = directive["name"], lines[1:-1]
    if name not in DIRECTIVES:
        raise ValueError(f"the directive {{{name}}} has no plain form: take one of "
                         f"{', '.join(DIRECTIVES)}, or add it to tools/markdown.py")
    while body and OPTION.match(body[0]):
        body = body[1:]
    yield from DIRECTIVES[name](name, directive["argument"], body, page)


def quote(name: str, argument: str, body: list[str], page: Page) -> Iterator[str]:
    """A note of any kind: a quotation under a title in bold."""
    title = argument if name in ("admonition", "sidebar") else name.capitalize()
    yield f"> **{'' .join(inline([title], page))}**"
    yield ">"
    yield from (f"> {line}".rstrip() for line in blocks(unwrapped(body), page))


def code(name: str, argument: str, body: list[str], page: Page) -> Iterator[str]:
    """A block of code in some language."""
    yield from (f"```{argument}", *unwrapped(body), "```")


def unwrapped(body: list[str]) -> list[str]:
    """A directive's body without the empty line that may stand after its options."""
    return body[1:] if body and not body[0].strip() else body


NOTES = ("note", "tip", "hint", "important", "warning", "caution", "attention", "danger", "seealso",
         "admonition", "sidebar")
DIRECTIVES: dict[str, Callable[[str, str, list[str], Page], Iterator[str]]] = {
    **dict.fromkeys(NOTES, quote),
    "code-block": code,
}


def inline(lines: list[str], page: Page) -> list[str]:
    """Running text: labels become anchors, roles and links to pages become plain links."""
    anchored = (TARGET.sub(r'<a id="\1"></a>\n', line) for line in lines)
    text = INLINE.sub(lambda found: one(found, page), "\n".join(anchored))
    return text.split("\n") if lines else []


def one(found: re.Match, page: Page) -> str:
    """One role, link or code span of running text, translated."""
    if found["role"]:
        return role(found["role"], found["body"], page)
    return link(found["text"], found["target"], page) if found["target"] else found[0]


def role(name: str, body: str, page: Page) -> str:
    """A role's text; its own title, if it has one, comes before the target."""
    if name not in ROLES:
        raise ValueError(f"the role {{{name}}} has no plain form: take one of {', '.join(ROLES)}, or "
                         "add it to tools/markdown.py")
    titled = TITLED.match(body)
    text, target = (titled["text"], titled["target"]) if titled else ("", body)
    return ROLES[name](target, text, page)


def link(text: str, target: str, page: Page) -> str:
    """A Markdown link: to a label, to a page, or to anywhere else (untouched)."""
    if "://" in target:
        return f"[{text}]({target})"
    name, _, label = target.partition("#")
    if name.endswith(".md") or (label and not name):
        return to_label(page.book, label, text, page.name) if label else to_page(page.book, name, text)
    return f"[{text}]({target})"


ROLES: dict[str, Callable[[str, str, Page], str]] = {
    "doc": lambda target, text, page: to_page(page.book, target, text),
    "ref": lambda target, text, page: to_label(page.book, target, text, page.name),
    "go": lambda target, text, page: gorole.markdown(target, text),
    "sub": lambda target, text, page: f"<sub>{target}</sub>",
    "sup": lambda target, text, page: f"<sup>{target}</sup>",
    "kbd": lambda target, text, page: f"<kbd>{target}</kbd>",
}
