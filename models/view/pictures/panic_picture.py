"""The idea of a panic in one picture: one stack at three moments."""

from html import escape

from models.words import word

from ..markup import Markup, plain, said

WIDTH, HEIGHT = 400, 196
BOX, ROW = 96, 24                   # a frame's width, and from one to the next
LEFT = (14, 152, 290)               # where the stacks stand
TOP = 34
STACKS = {"panic": ("main", "outer", "inner", "gopanic"), "run": ("main", "outer", "inner", "gopanic", "rescues"),
          "over": ("main", "outer")}
DUE = {"panic": {"outer"}, "run": set(), "over": set()}   # frames with a deferred call that is due
CUT = 3                             # frames that are cut off
STYLE = """
.panic-idea svg { display: block; width: 100%; max-width: 33rem; height: auto; }
.panic-idea text { fill: var(--ink, #23252a); font: 12px var(--mono, monospace); text-anchor: middle; }
.panic-idea .word { fill: var(--quiet, #5d6066); font: 12px var(--sans, sans-serif); }
.panic-idea rect { fill: var(--local-fill, #e2f2fb); stroke: var(--g, #0069a6); stroke-width: .7; }
.panic-idea .gone { fill: none; stroke: var(--quiet, #5d6066); stroke-width: .8; stroke-dasharray: 3 3; }
.panic-idea path { fill: none; stroke: var(--quiet, #5d6066); }
"""


def picture() -> Markup:
    """The picture for a page, and its description as text."""
    desc = plain("panics.idea.desc")
    stacks = "".join(stack(name, x) for name, x in zip(STACKS, LEFT, strict=True))
    html = (f'<figure class="panic-idea"><style>{STYLE}</style>'
            f'<svg viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{escape(desc)}">'
            f'{stacks}{arrow(0)}{arrow(1)}</svg>'
            f'<figcaption>{said("panics.idea.caption")}</figcaption></figure>')
    return Markup(html, desc)


def stack(name: str, x: float) -> str:
    """One stack, the first frame on top, with a word above it; below those that have gone their places."""
    head = f'<text class="word" x="{x + BOX / 2:g}" y="18">{escape(word(f"panics.idea.{name}"))}</text>'
    frames = "".join(frame(x, i, f"{one} •" if one in DUE[name] else one) for i, one in enumerate(STACKS[name]))
    gone = "".join(box(x, i, "gone") for i in range(2, 2 + CUT)) if name == "over" else ""
    return head + frames + gone


def frame(x: float, i: int, text: str) -> str:
    """A frame with its function's name."""
    return f'{box(x, i)}<text x="{x + BOX / 2:g}" y="{TOP + i * ROW + 16:g}">{escape(text)}</text>'


def box(x: float, i: int, look: str = "") -> str:
    """A frame's box."""
    kind = f'class="{look}" ' if look else ""
    return f'<rect {kind}x="{x:g}" y="{TOP + i * ROW:g}" width="{BOX}" height="{ROW - 3}" rx="3"/>'


def arrow(i: int) -> str:
    """From one stack to the next."""
    x, end, y = LEFT[i] + BOX + 8, LEFT[i + 1] - 8, TOP + ROW * 1.5
    return f'<path d="M{x:g} {y:g}H{end:g}m-5 -4l5 4l-5 4"/>'
