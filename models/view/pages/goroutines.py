"""The players of the page on what a goroutine costs."""

from models.golang import cite
from models.runtime.kernel import MAX_THREADS
from models.study.footprint import footprints
from models.words import word

from .. import recorded
from ..footprint_scene import footprint_scene
from ..player import Player


def memory() -> Player:
    """What so many goroutines take, and so many threads."""
    scene = footprint_scene(footprints(recorded.costs()["memory"], MAX_THREADS))
    return Player(scene, "fig-memory", word("players.memory"), cite=cite.link, prints=(0, 3, len(scene.steps)))


PLAYERS = {"memory": memory}
