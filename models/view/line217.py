"""The front page's table: what stands on line 217 of proc.go, release by release."""

from collections.abc import Mapping
from html import escape

from models.words import word

LINE = "https://github.com/golang/go/blob/go{release}/src/runtime/proc.go#L217"
COLUMNS = ("release", "text", "function")


def table(releases: Mapping[str, Mapping[str, object]]) -> str:
    """HTML for recorded releases: {"1.27.3": {"text", "function", "function_line"}, ...}."""
    head = "".join(f'<th scope="col">{word(f"line217.{column}")}</th>' for column in COLUMNS)
    rows = "".join(row(release, releases[release]) for release in sorted(releases, key=number))
    caption = f'<caption>{word("line217.caption")}</caption>'
    return (f'<table class="line217">{caption}<thead><tr>{head}</tr></thead>'
            f'<tbody>{rows}</tbody></table>')


def row(release: str, seen: Mapping[str, object]) -> str:
    """One release: a link to the line, the line, and the function that it lies in."""
    url = LINE.format(release=release)
    inside = word("line217.inside", line=seen["function_line"])
    return (f'<tr><th scope="row"><a href="{url}">Go {release}</a></th><td>{line(str(seen["text"]))}</td>'
            f'<td><code>{escape(str(seen["function"]))}</code> {inside}</td></tr>')


def line(text: str) -> str:
    """The line as code; an empty one is named, because nothing to see is easily overlooked."""
    return f"<code>{escape(text.strip())}</code>" if text.strip() else f'<em>{word("line217.blank")}</em>'


def number(release: str) -> tuple[int, ...]:
    """A key that sorts 1.9 before 1.10."""
    return tuple(map(int, release.split(".")))
