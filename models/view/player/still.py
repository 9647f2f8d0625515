"""Chosen steps of a scene as standing pictures: what a figure is on paper."""

from html import escape
from itertools import groupby

from models.view.markup import rich, unmarked
from models.view.player.caption import caption
from models.view.player.frame import ends, more, text
from models.view.player.scene import Place, Scene, State, state_at, window
from models.view.player.still_tables import TABLE, graph_svg, table_svg
from models.words import word

SLOT, ROW, TOKEN = 36, 74, 30  # drawing units
COLUMN = {"home": 0, "m": 50, "run": 100, "next": 150, "ring": 206, "global": 206}
WIDTH = 206 + 8 * SLOT + 50
COLOURS = {"ring": "local", "next": "runnext", "global": "global", "run": "running",
           "waiting": "waiting"}


def stills_html(scene: Scene, title: str, steps: tuple[int, ...]) -> str:
    """The pictures one below the other, each with its sentence; shown on paper only."""
    rows = "".join(
        f"<p><b>{word('player.step-of', step=at, steps=len(scene.steps))}.</b> "
        f"{rich(caption(scene, at))}</p>{still(scene, at)}" for at in steps)
    return f'<div class="player-print"><p>{rich(title)}</p>{rows}</div>'


def still(scene: Scene, at: int) -> str:
    """One step as an SVG picture."""
    body, height = picture(scene, at)
    return (f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" role="img" '
            f'font-family="sans-serif" font-size="12" text-anchor="middle" '
            f'aria-label="{escape(unmarked(caption(scene, at)))}">{body}</svg>')


def stills_svg(scene: Scene, steps: tuple[int, ...]) -> str:
    """All pictures as one, with their sentences."""
    out, y = [], 0
    for at in steps:
        body, height = picture(scene, at)
        said = escape(f"{at}. {unmarked(caption(scene, at))}", quote=False)
        out.append(f'<text x="0" y="{y + 14}" text-anchor="start">{said}</text>'
                   f'<g transform="translate(0 {y + 22})">{body}</g>')
        y += height + 40
    return (f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {y}" '
            f'font-family="sans-serif" font-size="12" text-anchor="middle">{"".join(out)}</svg>')


def picture(scene: Scene, at: int) -> tuple[str, int]:
    """All lanes of one step, and their height. Tables of cells stand side by side."""
    state = state_at(scene, at)
    taken = scene.steps[at - 1].edge if at else None
    out, x, y, bottom = [], 0, 0, 0
    for name, group in groupby(scene.places, key=lambda place: place.lane):
        places = list(group)
        if places[0].kind == "cell":
            body, height = table_svg(scene, name, places, state)
            if x + TABLE > WIDTH:
                x, y = 0, bottom
            out.append(f'<g transform="translate({x} {y})">{body}</g>')
            x, bottom = x + TABLE, max(bottom, y + height)
            continue
        body, height = graph_svg(scene, state, taken) if places[0].kind == "node" else (lane_svg(places, state), ROW)
        out.append(f'<g transform="translate(0 {bottom})">{body}</g>')
        x, y = 0, bottom + height
        bottom = y
    return "".join(out), bottom


def lane_svg(places: list[Place], state: State) -> str:
    """A lane of places that hold tokens."""
    out, x = [], 0
    for place in places:
        column = COLUMN.get(place.name.split(".")[-1], x)
        out.append(f'<g transform="translate({column} 0)">{place_svg(place, state)}</g>')
        x = column + place.size * SLOT + 20
    return "".join(out)


def place_svg(place: Place, state: State) -> str:
    """A place: its word, its slots with their tokens, what is folded away."""
    part = place.name.split(".")[-1]
    slots = [slot(i, token, part, place.lane) for i, token in enumerate(window(place, state))]
    label = "" if place.lane.startswith("P") and place.lane != "P0" else word(place.label)
    end = len(slots) * SLOT + 4
    return (line(0, 8, label) + "".join(slots) + line(end, 31, more(place, state))
            + pointers(place, state) + line(0, 60, text(place, state) if place.text else ""))


def line(x: int, y: int, words: str) -> str:
    if not words:
        return ""
    return f'<text x="{x}" y="{y}" text-anchor="start" font-size="10">{escape(words)}</text>'


def slot(i: int, token: str | None, part: str, lane: str) -> str:
    """A slot and the token in it; where a P is away, its name stays."""
    if token is None and part == "home":
        return f'<text x="18" y="31" fill="#777">{lane}</text>'
    frame = ""
    if part in ("ring", "global", "next"):
        dash = ' stroke-dasharray="3 2"' if part == "next" else ""
        frame = (f'<rect x="{i * SLOT}" y="13" width="{SLOT}" height="28" fill="none" '
                 f'stroke="#999"{dash}/>')
    if token is None:
        return frame
    colour = COLOURS.get(part, token[0])
    round_ = 10 if token[0] == "g" else 2
    return (f'{frame}<rect x="{i * SLOT + 3}" y="17" width="{TOKEN}" height="20" rx="{round_}" '
            f'fill="none" stroke="var(--{colour},#333)" stroke-width="1.5"/>'
            f'<text x="{i * SLOT + 18}" y="31">{token.upper()}</text>')


def pointers(place: Place, state: State) -> str:
    """A full mark under a ring's head, an open one under its tail."""
    if place.kind != "ring":
        return ""
    head, tail = ends(place, state)
    return (f'<path d="M{head * SLOT + 8} 48l4-5 4 5z"/>'
            f'<path d="M{tail * SLOT + 20} 48l4-5 4 5" fill="none" stroke="#000"/>')
