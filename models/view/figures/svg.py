"""A matplotlib drawing as SVG that belongs to its page: the page's colours, font and width.

Drawings are made in colours that stand for names of the palette. In the SVG each becomes
`var(--name, #light)`: on a page it follows light and dark, elsewhere it is the light one.
"""

import re
from functools import cache
from html import escape
from io import StringIO
from pathlib import Path

from matplotlib import rc_context
from matplotlib.axes import Axes
from matplotlib.figure import Figure

PALETTE = Path(__file__).resolve().parents[2] / "static" / "palette.css"
ENTRY = re.compile(r"--([\w-]+): light-dark\((#[0-9a-f]{6}), #[0-9a-f]{6}\);")
DROPPED = re.compile(r"<metadata>.*?</metadata>|<defs>\s*<style.*?</defs>|<!--.*?-->", re.DOTALL)
INVISIBLE = re.compile(r'<path d="[^"]*" style="fill: none"/>| transform="rotate\(-0 [^"]*"')
EMPTY = re.compile("<g/>|<g></g>")
LONG = re.compile(r"-?\d+\.\d{2,}")


@cache
def palette() -> dict[str, str]:
    """The names of the palette and their light colours, in the style sheet's order."""
    return dict(ENTRY.findall(PALETTE.read_text(encoding="utf-8")))


def colour(name: str) -> str:
    """The colour to draw with, which stands for a name of the palette; ValueError if it has none."""
    if name not in palette():
        raise ValueError(f"the palette has no colour {name!r}; it has {', '.join(palette())}")
    return f"#fe00{list(palette()).index(name):02x}"


def sheet(width: float, height: float) -> Figure:
    """An empty drawing of that many CSS pixels."""
    return Figure(figsize=(width / 72, height / 72), dpi=72)


def area(fig: Figure, left: float, top: float, width: float, height: float) -> Axes:
    """Room to draw in, in pixels from the drawing's upper left corner."""
    w, h = fig.get_size_inches() * 72
    axes = fig.add_axes((left / w, 1 - (top + height) / h, width / w, height / h))
    axes.set_facecolor("none")
    axes.spines[:].set_visible(False)
    axes.tick_params(length=0, labelsize=12, labelcolor=colour("quiet"))
    return axes


def svg(fig: Figure, key: str, title: str, desc: str, role: str) -> str:
    """The drawing as an inline SVG. `key` begins every id in it, so it is unique on its page."""
    with rc_context({"svg.fonttype": "none", "svg.hashsalt": key}), StringIO() as out:
        fig.savefig(out, format="svg", transparent=True)
        drawn = out.getvalue()
    body = inside(drawn[drawn.index("<svg"):], key)
    width, height = (round(side * 72) for side in fig.get_size_inches())
    return (f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="{role}" '
            f'aria-labelledby="{key}-title" aria-describedby="{key}-desc">'
            f'<title id="{key}-title">{escape(title)}</title><desc id="{key}-desc">{escape(desc)}</desc>'
            f"{body}</svg>")


def inside(drawn: str, key: str) -> str:
    """What is within matplotlib's <svg>, without what would reach out of the figure or vary."""
    body = DROPPED.sub("", re.search(r"<svg[^>]*>(.*)</svg>", drawn, re.DOTALL).group(1))
    body = re.sub(r"xlink:href", "href", body)
    used = set(re.findall(r'(?:href="|url\()#([\w-]+)', body))
    body = re.sub(r' id="([^"]+)"', lambda m: f' id="{key}-{m[1]}"' if m[1] in used else "", body)
    body = re.sub(r'(href="|url\()#', rf"\1#{key}-", body)
    body = INVISIBLE.sub("", re.sub(r"font-family: [^;\"]*; ", "", body))
    body = re.sub("<[^>]+>", lambda tag: LONG.sub(shorter, tag[0]), body)
    body = re.sub(r"\s*\n\s*", " ", body).replace("> <", "><")
    while EMPTY.search(body):
        body = EMPTY.sub("", body)
    return re.sub(r"#fe00([0-9a-f]{2})", variable, body).strip()


def shorter(number: re.Match) -> str:
    """A coordinate to a tenth of a pixel."""
    return f"{float(number[0]):.1f}".removesuffix(".0")


def variable(match: re.Match) -> str:
    """The palette's variable that a drawn colour stands for."""
    name = list(palette())[int(match[1], 16)]
    return f"var(--{name}, {palette()[name]})"
