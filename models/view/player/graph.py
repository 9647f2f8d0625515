"""A graph's edges as curves. A graph is as wide as 100 units, and its nodes are all of one size."""

from models.view.player.scene import Edge, Place, Scene

HALF = (12, 5.5)  # half of a node's width and height
GAP = 0.6           # between a node's border and an edge's end
RARE = ' class="rare"'

Point = tuple[float, float]


def edges_html(scene: Scene) -> str:
    """All edges, to lie under the nodes; the script marks the one that a step takes."""
    spots = spots_of(scene)
    paths = "".join(f'<path{RARE * edge.rare} d="{curve(edge, spots)}"/>' for edge in scene.edges)
    return f'<svg class="edges" viewBox="0 0 100 {scene.height:g}" aria-hidden="true">{paths}</svg>'


def spots_of(scene: Scene) -> dict[str, Point]:
    """The middle of each node in units; a place's own is in percent of the graph's width and height."""
    return {place.name: middle(place, scene.height) for place in scene.places if place.kind == "node"}


def middle(place: Place, height: float) -> Point:
    """The middle of a node in units."""
    return place.at[0], place.at[1] * height / 100


def curve(edge: Edge, spots: dict[str, Point]) -> str:
    """An edge as an SVG path: a curve between two borders, with a head at its end."""
    a, b = spots[edge.start], spots[edge.end]
    way = unit((b[0] - a[0], b[1] - a[1]))
    left = (way[1], -way[0])
    top = tuple((p + q) / 2 + edge.bend * side for p, q, side in zip(a, b, left))
    start, end = border(a, top), border(b, top)
    return f"M{at(start)}Q{at(top)} {at(end)}{head(end, unit((top[0] - end[0], top[1] - end[1])), edge.rare)}"


def head(end: Point, back: Point, dashed: bool) -> str:
    """An arrow's head in a path. back: the direction that the edge comes from. Where it is dashed, each half
    begins anew, and the first dash is long enough for it.
    """
    one, other = (at((end[0] + 1.8 * back[0] + side * 0.9 * back[1], end[1] + 1.8 * back[1] - side * 0.9 * back[0]))
                  for side in (1, -1))
    return f"M{one}L{at(end)}M{other}L{at(end)}" if dashed else f"M{one}L{at(end)} {other}"


def border(spot: Point, towards: Point) -> Point:
    """Where the way from a node's middle leaves its border."""
    dx, dy = unit((towards[0] - spot[0], towards[1] - spot[1]))
    far = min(half / abs(d) if d else float("inf") for half, d in zip(HALF, (dx, dy))) + GAP
    return spot[0] + dx * far, spot[1] + dy * far


def unit(way: Point) -> Point:
    """The direction of a way, of length 1."""
    length = (way[0] ** 2 + way[1] ** 2) ** 0.5 or 1
    return way[0] / length, way[1] / length


def at(point: Point) -> str:
    """A point in a path."""
    return f"{point[0]:.1f} {point[1]:.1f}"
