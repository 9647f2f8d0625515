"""The idea of a lock in one picture: words of mutexes, the root that their addresses lead to, and who sleeps
there.
"""

from html import escape

from models.study.moments.treaps import NAMES, told
from models.words import word

from ..markup import Markup, plain, said

WIDTH, HEIGHT = 400, 196
SEED = 5                     # the tree has a node on either side
SPOTS = {"": (300, 60), "l": (228, 148), "r": (330, 148)}  # the middle of a node's first token
ROWS = (50, 104, 158)        # of the mutexes
TOKEN = 13                   # half a token's width
STYLE = """
.lock-idea svg { display: block; width: 100%; max-width: 33rem; height: auto; }
.lock-idea text { fill: var(--quiet, #5d6066); font: 12px var(--sans, sans-serif); }
.lock-idea .box { fill: var(--local-fill, #e2f2fb); stroke: var(--g, #0069a6); stroke-width: .7; }
.lock-idea .value { fill: var(--ink, #23252a); }
.lock-idea .way { fill: none; stroke: var(--quiet, #5d6066); stroke-width: 1; }
.lock-idea circle { fill: var(--waiting-fill, #f6f2ac); stroke: var(--waiting, #8a7f00); }
.lock-idea .g { fill: var(--waiting-ink, #4d4700); font-size: 11px; text-anchor: middle; }
"""


def picture() -> Markup:
    """The picture for a page, and its description as text."""
    full = max(told(seed=SEED), key=lambda one: one.nwait)
    lines = {name: gs for name, gs in full.tree.values()}
    desc = plain("locks.idea.desc")
    heads = "".join(f'<text x="{x}" y="14">{escape(word(f"locks.idea.{key}"))}</text>'
                    for x, key in ((0, "words"), (144, "root"), (226, "tree")))
    mutexes = "".join(mutex(name, len(lines[name]), y) for name, y in zip(NAMES, ROWS, strict=True))
    ways = "".join(f'<path class="way" d="M118 {y}L142 104"/>' for y in ROWS)
    ways += '<path class="way" d="M204 104L278 66"/>'
    ways += "".join(f'<path class="way" d="M{300 + side} 76L{SPOTS[path][0] + 6} 130"/>'
                    for path, side in (("l", 0), ("r", 12)))
    root = box(142, 84, 62, 40) + value(151, 109, f"nwait {full.nwait}")
    tree = "".join(node(path, name, gs) for path, (name, gs) in full.tree.items())
    html = (f'<figure class="lock-idea"><style>{STYLE}</style>'
            f'<svg viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{escape(desc)}">'
            f"{heads}{ways}{mutexes}{root}{tree}</svg>"
            f'<figcaption>{said("locks.idea.caption")}</figcaption></figure>')
    return Markup(html, desc)


def mutex(name: str, waiters: int, y: int) -> str:
    """A mutex: its name, and what its word says."""
    return box(0, y - 20, 118, 40) + value(8, y - 4, name) + value(8, y + 12, f"waiters {waiters}, locked")


def box(x: int, y: int, width: int, height: int) -> str:
    return f'<rect class="box" x="{x}" y="{y}" width="{width}" height="{height}" rx="3"/>'


def value(x: int, y: int, text: str) -> str:
    return f'<text class="value" x="{x}" y="{y}">{text}</text>'


def node(path: str, name: str, gs: tuple[int, ...]) -> str:
    """A node: its address's name, and those who wait there in a row, the first in front."""
    x, y = SPOTS[path]
    tokens = "".join(f'<circle cx="{x + 2 * TOKEN * i}" cy="{y}" r="12"/>'
                     f'<text class="g" x="{x + 2 * TOKEN * i}" y="{y + 4}">G{g}</text>' for i, g in enumerate(gs))
    return tokens + value(x - 26, y + 4, name)
