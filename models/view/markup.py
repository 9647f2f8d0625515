"""A piece of a page: HTML that a notebook shows, and the same as plain text where HTML cannot be.

Outside of the book's own pages, in JupyterLab for instance, the book's style sheets are missing:
there each piece brings a few lines of style along (models/static/pieces.css).
"""

import os
import re
from functools import cache
from html import escape
from pathlib import Path

from models.words import word

PIECES = Path(__file__).resolve().parents[1] / "static" / "pieces.css"


class Markup:
    """What a cell shows: `html`, and `text` where only text can be shown."""

    def __init__(self, html: str, text: str):
        self.html = html
        self.text = text

    def _repr_mimebundle_(self, include=None, exclude=None) -> dict[str, str]:
        return {"text/html": styled(self.html), "text/plain": self.text}

    def __repr__(self) -> str:
        return self.text


def styled(html: str) -> str:
    """HTML for where it is shown now: as it is on a page of the book, else with its style."""
    if in_book():
        return html
    return f"<style>\n{style()}</style>\n{html}"


@cache
def style() -> str:
    """The style that a piece brings along where the book's own is missing."""
    return PIECES.read_text(encoding="utf-8")


def rich(text: str) -> str:
    """A text of the catalogue as HTML: escaped, and what stands between backticks as code."""
    return re.sub(r"`([^`]+)`", r"<code>\1</code>", escape(text, quote=False))


def unmarked(text: str) -> str:
    """A text of the catalogue as plain text: without its backticks."""
    return text.replace("`", "")


def said(key: str, **args: object) -> str:
    """An entry of the catalogue, filled in, as HTML."""
    return rich(word(key, **args))


def plain(key: str, **args: object) -> str:
    """An entry of the catalogue, filled in, as plain text."""
    return unmarked(word(key, **args))


def anchor(text: str, url: str) -> str:
    """A link."""
    return f'<a href="{escape(url)}">{escape(text)}</a>'



def in_book() -> bool:
    """Whether the piece will stand on a page of the site, where the other pages are beside it."""
    return os.environ.get("BOOK_BUILD") == "html"
