"""The idea of happens-before in one picture: a way from one goroutine to another, and none."""

from html import escape

from ..markup import Markup, plain, said

WIDTH, HEIGHT = 400, 230
LEFT, RIGHT, TOP, ROW = 96, 304, 44, 40  # the goroutines' lines, the first box, and from box to box
BOX = (150, 26)                          # a box's width and height
# What each does, from top to bottom: row and code. Only the lock leads from one to the other.
MAIN = ((0, "value = 1"), (1, "mu.Unlock()"), (3, "other = 1"))
WORKER = ((2, "mu.Lock()"), (3, "value = 2"), (4, "other = 2"))
STYLE = """
.race-idea svg { display: block; width: 100%; max-width: 33rem; height: auto; }
.race-idea text { fill: var(--ink, #23252a); font: 12px var(--mono, monospace); text-anchor: middle; }
.race-idea .name { fill: var(--quiet, #5d6066); }
.race-idea rect { fill: var(--local-fill, #e2f2fb); stroke: var(--g, #0069a6); stroke-width: .7; }
.race-idea path { fill: none; stroke: var(--ink, #23252a); stroke-width: 1.3; }
.race-idea .none { stroke: var(--waiting, #8a7f00); stroke-dasharray: 4 3; }
.race-idea .line { stroke: var(--quiet, #5d6066); stroke-width: .8; }
"""


def picture() -> Markup:
    """The picture for a page, and its description as text."""
    desc = plain("raceclock.idea.desc")
    lines = "".join(f'<path class="line" d="M{x} {TOP}V{HEIGHT - 6}"/>' for x in (LEFT, RIGHT))
    names = "".join(f'<text class="name" x="{x}" y="18">{name}</text>'
                    for x, name in ((LEFT, "main"), (RIGHT, "worker")))
    boxes = "".join(box(x, row, code) for x, does in ((LEFT, MAIN), (RIGHT, WORKER)) for row, code in does)
    html = (f'<figure class="race-idea"><style>{STYLE}</style><svg viewBox="0 0 {WIDTH} {HEIGHT}" role="img" '
            f'aria-label="{escape(desc)}">{lines}{names}{boxes}{way(1, 2)}{way(3, 4, "none")}</svg>'
            f'<figcaption>{said("raceclock.idea.caption")}</figcaption></figure>')
    return Markup(html, desc)


def box(x: int, row: int, code: str) -> str:
    """One step of a goroutine."""
    width, height = BOX
    y = TOP + row * ROW
    return (f'<rect x="{x - width / 2:g}" y="{y - height / 2:g}" width="{width}" height="{height}" rx="4"/>'
            f'<text x="{x}" y="{y + 4}">{escape(code)}</text>')


def way(row: int, to: int, kind: str = "") -> str:
    """From a step of main to one of worker: an arrow, or where nothing leads there a dashed line."""
    start, end, y, z = LEFT + BOX[0] / 2, RIGHT - BOX[0] / 2, TOP + row * ROW, TOP + to * ROW
    head = "" if kind else f'<path d="M{end - 10:g} {z - 1}L{end:g} {z}L{end - 5:g} {z - 9}"/>'
    return f'<path class="{kind}" d="M{start:g} {y}L{end:g} {z}"/>{head}'
