"""The front page's picture: three Ps, and one of them is about to steal."""

from models.view.markup import Markup, plain, said

SLOTS = 8                       # as many of a ring's 256 slots as are drawn
RUNS, NEXT, RING = 84, 128, 190  # where columns begin, in drawing units from the left
STEP, ROW, TOP = 26, 52, 48
# Per P: the G that it runs, the one in runnext, the ones in its ring (0: none).
PS = ((7, 12, (3, 4, 5, 6, 9)), (0, 0, ()), (8, 0, (10, 11)))
STOLEN = {3, 4, 5}
STYLE = """
.opening svg { display: block; width: 100%; max-width: 33rem; height: auto; }
.opening text { fill: var(--quiet, #5d6066); font: 12px var(--sans, sans-serif); }
.opening .name { fill: var(--p-ink, #363f4c); font-weight: 600; }
.opening .slot { fill: var(--local-fill, #e2f2fb); }
.opening .next { fill: var(--runnext-fill, #f9e0ef); }
.opening .all { fill: var(--global-fill, #fdebc8); }
.opening circle { fill: var(--g-fill, #d8eaf7); stroke: var(--g, #0069a6); stroke-width: 1.2; }
.opening .g text { fill: var(--g-ink, #005788); font-size: 11px; text-anchor: middle; }
.opening .goes circle { fill: var(--g, #0069a6); }
.opening .goes text { fill: var(--paper, #fdfcfa); }
.opening .way { fill: none; stroke: var(--g, #0069a6); stroke-width: 1.4; stroke-dasharray: 3 3; }
.opening .tip { fill: var(--g, #0069a6); }
"""


def picture() -> Markup:
    """The picture for a page, and its description as text."""
    desc = plain("opening.desc")
    rows = "".join(row(p, *held) for p, held in enumerate(PS))
    html = (f'<figure class="opening"><style>{STYLE}</style>'
            f'<svg viewBox="0 0 400 224" role="img" aria-label="{desc}">'
            f'{heads()}{rows}{shared()}{theft()}</svg>'
            f'<figcaption>{said("opening.caption")}</figcaption></figure>')
    return Markup(html, desc)


def heads() -> str:
    """What the columns are."""
    columns = ((RUNS, "runs"), (NEXT, "runnext"), (RING, "local"))
    return "".join(label(x - 2, 16, plain(f"opening.{key}")) for x, key in columns)


def row(p: int, runs: int, after: int, ring: tuple[int, ...]) -> str:
    """One P: what it runs, its runnext, its ring."""
    y = TOP + p * ROW
    places = slot(NEXT, y, "next") + "".join(slot(RING + i * STEP, y) for i in range(SLOTS))
    queued = "".join(token(RING + i * STEP, y, g) for i, g in enumerate(ring))
    held = token(RUNS, y, runs) + token(NEXT, y, after) + queued
    return label(0, y + 4, f"P{p}", "name") + places + held


def shared() -> str:
    """The global queue, under all of them. It is empty, or P1 would take from it and not steal."""
    y = TOP + len(PS) * ROW
    places = "".join(slot(RING + i * STEP, y, "all") for i in range(SLOTS))
    return label(0, y + 4, plain("opening.global"), "name") + places


def theft() -> str:
    """The way of the stolen Gs, from P0's ring to P1's."""
    x, y = RING + STEP + 10, TOP + 14
    end = TOP + ROW - 15
    way = f'<path class="way" d="M{x} {y}V{end - 6}"/>'
    return way + f'<path class="tip" d="M{x - 4} {end - 7}h8l-4 8z"/>'


def slot(x: int, y: int, kind: str = "slot") -> str:
    """An empty place."""
    return f'<rect class="{kind}" x="{x - 1}" y="{y - 13}" width="24" height="26" rx="3"/>'


def token(x: int, y: int, g: int) -> str:
    """A G in the place that begins at x; nothing for 0."""
    if not g:
        return ""
    kind = "g goes" if g in STOLEN else "g"
    return (f'<g class="{kind}"><circle cx="{x + 11}" cy="{y}" r="11"/>'
            f'<text x="{x + 11}" y="{y + 4}">{g}</text></g>')


def label(x: int, y: int, text: str, kind: str = "label") -> str:
    """Words in the picture."""
    return f'<text class="{kind}" x="{x}" y="{y}">{text}</text>'
