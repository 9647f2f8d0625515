"""Tables of cells and graphs as standing pictures, in the drawing units of still.py."""

from html import escape

from models.view.player.caption import head
from models.view.player.graph import HALF, curve, spots_of
from models.view.player.scene import Cell, Edge, Place, Scene, State
from models.words import word

TABLE, LINE = 150, 15  # a table's width, a row's height
SCALE = 5.2            # drawing units in one of a graph's
DASHED = ' stroke-dasharray="2.1 1.1"'
BORDERS = {"marked": 'stroke="#000" stroke-width=".7"', "leaked": f'stroke="#000" stroke-width=".5"{DASHED}'}


def table_svg(scene: Scene, lane: str, cells: list[Place], state: State) -> tuple[str, int]:
    """A lane of cells, a row each, and its height; a cell that points says at what in its text."""
    above = head(scene, lane)
    top = f'<text x="0" y="10" text-anchor="start">{escape(above)}</text>' if above else ""
    rows = "".join(row_svg(place, state.values.get(place.name, Cell()), LINE * i)
                   for i, place in enumerate(cells, 2))
    return top + rows, LINE * (len(cells) + 2)


def row_svg(place: Place, cell: Cell, y: int) -> str:
    """A cell: its name, its value at the right, a line below."""
    name = place.code or word(place.label)
    return (f'<text x="0" y="{y}" text-anchor="start" font-size="10">{escape(name)}</text>'
            f'<text x="{TABLE - 10}" y="{y}" text-anchor="end" font-size="10">{escape(cell.text)}</text>'
            f'<path d="M0 {y + 3}H{TABLE - 10}" stroke="#ccc"/>')


def graph_svg(scene: Scene, state: State, taken: Edge | None) -> tuple[str, int]:
    """A graph with the edge that was taken, and its height."""
    spots = spots_of(scene)
    edges = "".join(f'<path d="{curve(edge, spots)}" fill="none" stroke="{"#000" if edge == taken else "#999"}" '
                    f'stroke-width="{0.7 if edge == taken else 0.25}"{DASHED * edge.rare}/>' for edge in scene.edges)
    nodes = "".join(node_svg(place, spots[place.name], state) for place in scene.places if place.kind == "node")
    return (f'<g transform="scale({SCALE})" font-size="2.3">{edges}{nodes}</g>',
            round(scene.height * SCALE) + 10)


def node_svg(place: Place, spot: tuple[float, float], state: State) -> str:
    """A node: its name, and the tokens in it."""
    (x, y), (w, h) = spot, HALF
    held = " ".join(token.upper() for token in state.at[place.name])
    name = place.code or word(place.label)
    border = BORDERS.get(state.values.get(place.name, ""), 'stroke="#999" stroke-width=".25"')
    return (f'<rect x="{x - w:g}" y="{y - h:g}" width="{2 * w:g}" height="{2 * h:g}" rx="1" fill="#fff" '
            f'{border}/><text x="{x:g}" y="{y - 1:g}">{escape(name)}</text>'
            f'<text x="{x:g}" y="{y + 3:g}" font-weight="bold">{held}</text>')
