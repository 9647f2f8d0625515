"""What a page's links mean: the labels and titles of all pages, and where they lie in a notebook."""

import re
from dataclasses import dataclass
from pathlib import Path

TARGET = re.compile(r"^\(([^()\s]+)\)=\s*$")
HEADING = re.compile(r"^#{1,6} +(.+?)\s*#*$")


@dataclass(frozen=True)
class Book:
    """The pages' titles by name, and for each label its page and the heading it stands before."""

    titles: dict[str, str]
    labels: dict[str, tuple[str, str]]


def read_book(folder: Path) -> Book:
    """Read the titles and labels of every page in the folder."""
    titles: dict[str, str] = {}
    labels: dict[str, tuple[str, str]] = {}
    for path in sorted(folder.glob("*.md")):
        lines = path.read_text(encoding="utf-8").splitlines()
        titles[path.stem] = next(headings(lines), path.stem)
        for at, line in enumerate(lines):
            if target := TARGET.match(line):
                labels[target[1]] = (path.stem, next(headings(lines[at:]), target[1]))
    return Book(titles, labels)


def headings(lines: list[str]):
    """The headings in these lines, in order."""
    return (found[1] for line in lines if (found := HEADING.match(line)))


def to_page(book: Book, target: str, text: str) -> str:
    """A link to a page, named as in {doc}: `run-queues` or `/book/run-queues`.

    Errors: ValueError when there is no such page.
    """
    page = target.removeprefix("/book/").removesuffix(".md")
    if page not in book.titles:
        raise ValueError(f"there is no page {target!r}: take one of {', '.join(book.titles)}")
    return f"[{text or book.titles[page]}]({page}.ipynb)"


def to_label(book: Book, label: str, text: str, here: str) -> str:
    """A link to a `(label)=`, on this page or on another.

    Errors: ValueError when no page has that label.
    """
    if label not in book.labels:
        raise ValueError(f"no page has the label ({label})=")
    page, heading = book.labels[label]
    return f"[{text or heading}]({'' if page == here else page + '.ipynb'}#{label})"
