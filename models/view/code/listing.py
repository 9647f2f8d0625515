"""A Go listing as a page shows it: the program, and what it printed when it was recorded."""

from collections.abc import Sequence
from html import escape
from pathlib import Path

from models.golang.places import LISTINGS

from ..markup import Markup, plain, said
from .highlight import code


def show_listing(name: str, runs: Sequence[dict], folded: bool = False) -> Markup:
    """The listing book/go/NAME; below its runs, each {"go", "command", "output"}, or where it is asked for, it is folded.

    ValueError names the listings there are.
    """
    text = read(name)
    outputs = "".join(map(output, runs))
    program = code(text, "go")
    if runs or folded:
        program = f'<details><summary>{said("listing.program")}</summary>{program}</details>'
    html = (f'<figure class="listing" id="listing-{Path(name).stem}">'
            f'<figcaption class="listing__head">{said("listing.name", name=name)}</figcaption>'
            f"{outputs}{program}</figure>")
    return Markup(html, "\n".join([*(spoken(run) for run in runs), text]))


def read(name: str) -> str:
    """The listing's text."""
    path = LISTINGS / name
    if path.parent != LISTINGS or not path.is_file():
        known = ", ".join(sorted(path.name for path in LISTINGS.glob("*.go")))
        raise ValueError(f"there is no listing {name!r}; there are {known}")
    return path.read_text(encoding="utf-8")


def output(run: dict) -> str:
    """What one run printed, and with which Go and command."""
    with_ = said("listing.with", go=run["go"], command=run["command"])
    return (f'<div class="listing__output"><p class="listing__with">{with_}</p>'
            f'<div class="highlight"><pre>{escape(run["output"])}</pre></div></div>')


def spoken(run: dict) -> str:
    """The same as plain text."""
    return f'{plain("listing.with", go=run["go"], command=run["command"])}\n{run["output"]}'


def show_output(runs: list[dict]) -> Markup:
    """Recorded output by itself."""
    html = f'<div class="listing">{"".join(map(output, runs))}</div>'
    return Markup(html, "\n".join(map(spoken, runs)))
