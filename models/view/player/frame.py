"""One step of a scene as HTML: the first frame of a player, which player.js then moves.

The drawing is laid out by player.css alone; the script finds places and slots by their order.
"""

from html import escape
from itertools import groupby

from models.view.player.caption import head
from models.view.player.graph import edges_html
from models.view.player.scene import PAGE, Cell, Place, Scene, State, folded, state_at, window
from models.words import word


def board_html(scene: Scene, at: int = 0) -> str:
    """All places as they stand after `at` steps."""
    state = state_at(scene, at)
    return "".join(lane_html(scene, name, list(group), state)
                   for name, group in groupby(scene.places, key=lambda place: place.lane))


def lane_html(scene: Scene, name: str, group: list[Place], state: State) -> str:
    kind = {"cell": "cells", "node": "graph"}.get(group[0].kind, name if name in ("top", "foot") else "p")
    above = head(scene, name)
    top = f'<b class="head">{escape(above)}</b>' if above else ""
    size, edges = "", ""
    if kind == "graph":
        size, edges = f' style="aspect-ratio:100/{scene.height:g}"', edges_html(scene)
    inside = "".join(place_html(place, state) for place in group)
    return f'<div class="lane {kind}"{size}>{top}{edges}{inside}</div>'


def place_html(place: Place, state: State) -> str:
    if place.kind == "cell":
        return cell_html(place, state.values.get(place.name, Cell()))
    part = place.name.split(".")[-1]
    look = state.values.get(place.name, "") if not place.text else ""
    name = f' data-name="{place.lane}"' if part == "home" else ""  # shown while the P is away
    slots = "".join(f"<i{name}>{token_html(token, state)}</i>" for token in window(place, state))
    kinds = " ".join(dict.fromkeys(("place", place.kind, part, str(look)))).strip()
    spot = f' style="left:{place.at[0]:g}%;top:{place.at[1]:g}%"' if place.kind == "node" else ""
    return (f'<div class="{escape(kinds)}"{spot}>'
            f'<b>{label_html(place)}</b>'
            f'<span class="slots">{slots}{marks_html(place, state)}<em>{more(place, state)}</em></span>'
            f'{f"<small>{escape(text(place, state))}</small>" if place.text else ""}</div>')


def cell_html(place: Place, cell: Cell) -> str:
    """A cell: its name and its value."""
    return (f'<div class="{escape(f"place cell {cell.look}".strip())}"><b>{label_html(place)}</b>'
            f'<output>{escape(cell.text)}</output></div>')


def label_html(place: Place) -> str:
    """A place's name: code, or a word."""
    return f"<code>{escape(place.code)}</code>" if place.code else escape(word(place.label))


def token_html(token: str | None, state: State) -> str:
    if token is None:
        return ""
    look = state.values.get(token, "")
    size = " long" if len(token) > 3 else ""
    return f'<span class="{escape(f"tok {token[0]}{size} {look}".strip())}">{token.upper()}</span>'


def marks_html(place: Place, state: State) -> str:
    """Where a ring's head and tail are among its drawn slots."""
    if place.kind != "ring":
        return ""
    head, tail = ends(place, state)
    return f'<u style="--i:{head}"></u><s style="--i:{tail}"></s>'


def ends(place: Place, state: State) -> tuple[int, int]:
    """The drawn slots of head and tail; a tail that is folded away stands behind the last slot."""
    head = state.head[place.name] % PAGE
    return head, min(head + len(state.at[place.name]), place.size)


def more(place: Place, state: State) -> str:
    """The number of tokens that are not drawn, where there are any."""
    n = folded(place, state)
    if place.kind == "count":
        return str(n)
    return word("scene.more", n=n) if n else ""


def text(place: Place, state: State) -> str:
    """The line below a place."""
    n, head = len(state.at[place.name]), state.head.get(place.name, 0)
    value = state.values.get(place.name, "")
    look = state.values.get("".join(state.at[place.name][:1]), "")
    return word(place.text, head=head, tail=head + n, n=n, of=place.of, value=value,
                look=look and word(f"look.{look}"))
