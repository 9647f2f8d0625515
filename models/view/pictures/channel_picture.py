"""The idea of a channel in one picture: a ring of slots between two queues, one of which is always empty."""

from html import escape

from models.words import word

from ..markup import Markup, plain, said

WIDTH, HEIGHT = 400, 208
SLOT, GAP = 30, 4          # a slot's side, and what is between two
ROWS = ("full", "part", "bare")  # senders wait; nobody waits; receivers wait
SLOTS = {"full": ("7", "8", "9"), "part": ("7", "", ""), "bare": ("", "", "")}
SENDERS = {"full": ((2, "10"), (3, "11"))}
RECEIVERS = {"bare": (4, 5)}
TOP, ROW = 46, 62
MIDDLE = 152               # where the slots begin
STYLE = """
.channel-idea svg { display: block; width: 100%; max-width: 33rem; height: auto; }
.channel-idea text { fill: var(--quiet, #5d6066); font: 12px var(--sans, sans-serif); }
.channel-idea .cell { fill: var(--local-fill, #e2f2fb); stroke: var(--g, #0069a6); stroke-width: .7; }
.channel-idea .value { fill: var(--ink, #23252a); text-anchor: middle; }
.channel-idea .none { fill: none; stroke: var(--quiet, #5d6066); stroke-width: .8; stroke-dasharray: 3 3; }
.channel-idea circle { fill: var(--waiting-fill, #f6f2ac); stroke: var(--waiting, #8a7f00); }
.channel-idea .g { fill: var(--waiting-ink, #4d4700); font-size: 11px; text-anchor: middle; }
"""


def picture() -> Markup:
    """The picture for a page, and its description as text."""
    desc = plain("channels.idea.desc")
    heads = "".join(label(x, 16, f"channels.idea.{key}", anchor) for x, key, anchor in (
        (MIDDLE - 16, "sendq", "end"), (MIDDLE + 49, "buf", "middle"), (MIDDLE + 114, "recvq", "start")))
    html = (f'<figure class="channel-idea"><style>{STYLE}</style>'
            f'<svg viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{escape(desc)}">'
            f'{heads}{"".join(row(name, TOP + i * ROW) for i, name in enumerate(ROWS))}</svg>'
            f'<figcaption>{said("channels.idea.caption")}</figcaption></figure>')
    return Markup(html, desc)


def row(name: str, y: int) -> str:
    """One channel: who waits on the left to send, the slots, who waits on the right to receive."""
    slots = "".join(slot(MIDDLE + i * (SLOT + GAP), y - SLOT / 2, value)
                    for i, value in enumerate(SLOTS[name]))
    left, right = SENDERS.get(name, ()), RECEIVERS.get(name, ())
    waits = "".join(token(MIDDLE - 32 - i * 58, y, g, value) for i, (g, value) in enumerate(left))
    waits += "".join(token(MIDDLE + 130 + i * 40, y, g) for i, g in enumerate(right))
    empty = nobody(MIDDLE - 32, y) * (not left) + nobody(MIDDLE + 130, y) * (not right)
    return slots + waits + empty + label(MIDDLE + 49, y + 29, f"channels.idea.{name}", "middle")


def slot(x: float, y: float, value: str) -> str:
    """A slot, with its value in it."""
    text = f'<text class="value" x="{x + SLOT / 2:g}" y="{y + 20:g}">{value}</text>' if value else ""
    return f'<rect class="cell" x="{x:g}" y="{y:g}" width="{SLOT}" height="{SLOT}" rx="3"/>{text}'


def token(x: float, y: float, g: int, value: str = "") -> str:
    """A G that waits; a sender with what it brings, on its outer side."""
    brings = f'<text class="value" x="{x - 26:g}" y="{y + 4:g}">{value}</text>' if value else ""
    name = f'<text class="g" x="{x:g}" y="{y + 4:g}">G{g}</text>'
    return f'<circle cx="{x:g}" cy="{y:g}" r="14"/>{name}{brings}'


def nobody(x: float, y: float) -> str:
    """An empty queue."""
    return f'<circle class="none" style="fill:none" cx="{x:g}" cy="{y:g}" r="14"/>'


def label(x: float, y: float, key: str, anchor: str) -> str:
    """A word of the catalogue."""
    return f'<text x="{x:g}" y="{y:g}" text-anchor="{anchor}">{escape(word(key))}</text>'
