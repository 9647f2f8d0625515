"""The front page's table: what stands on line 217 of proc.go, release by release."""

from collections.abc import Mapping
from html import escape

from models.view.markup import Markup, anchor, plain, said

LINE = "https://github.com/golang/go/blob/go{release}/src/runtime/proc.go#L217"
Releases = Mapping[str, Mapping[str, object]]
COLUMNS = ("release", "text", "function")


def markup(releases: Releases) -> Markup:
    """The table of {"1.27.3": {"function", "function_line"}, ...}; the lines in our own words."""
    return Markup(table(releases), text(releases))


def text(releases: Releases) -> str:
    """The table where only text can be shown."""
    lines = (f"Go {release:8} {plain(f'line217.what.{release}')}"
             for release in sorted(releases, key=number))
    return "\n".join((plain("line217.caption"), *lines))


def table(releases: Releases) -> str:
    """The table in HTML, the oldest release first."""
    head = "".join(f'<th scope="col">{said(f"line217.{column}")}</th>' for column in COLUMNS)
    rows = "".join(row(release, releases[release]) for release in sorted(releases, key=number))
    caption = f'<caption>{said("line217.caption")}</caption>'
    return (f'<table class="line217">{caption}<thead><tr>{head}</tr></thead>'
            f'<tbody>{rows}</tbody></table>')


def row(release: str, seen: Mapping[str, object]) -> str:
    """One release: a link to the line, the line, and the function that it lies in."""
    name = anchor(f"Go {release}", LINE.format(release=release))
    inside = said("line217.inside", line=seen["function_line"])
    return (f'<tr><th scope="row">{name}</th><td>{said(f"line217.what.{release}")}</td>'
            f'<td><code>{escape(str(seen["function"]))}</code> {inside}</td></tr>')


def number(release: str) -> tuple[int, ...]:
    """A key that sorts 1.9 before 1.10."""
    return tuple(map(int, release.split(".")))
