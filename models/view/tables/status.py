"""What each page of the book has by now, counted where it is declared."""

from models.classroom.check import PAGES as CLASSROOM
from models.words import word

from .. import pages
from ..markup import Markup, anchor, in_book
from . import compare

COLUMNS = ("page", "players", "exercises")


def markup() -> Markup:
    """A row a page, in the book's order: how many players it has, and how many exercises."""
    rows = [(name, str(len(page.PLAYERS)), str(len(module.EXERCISES)))
            for (name, module), page in zip(CLASSROOM.items(), pages.PAGES, strict=True)]
    cells = [[title(name), *counts] for name, *counts in rows]
    lines = (f"{word(f'page.{name}')}: {', '.join(counts)}" for name, *counts in rows)
    return compare.table("status", list(COLUMNS), cells, {"n": len(rows)}, "\n".join(lines))


def title(name: str) -> str:
    """The page's title, as a link where the page is."""
    text = word(f"page.{name}")
    return anchor(text, f"{name}.html") if in_book() else text
