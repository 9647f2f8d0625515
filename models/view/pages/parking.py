"""The players of the page on parking."""

from models.golang import cite
from models.study.asking import asked
from models.study.beliefs.park import ASKS
from models.study.moments.parkmap import parkmap
from models.words import word

from ..player.player import Player
from ..scenes.park_scene import park_scene


def map_of_a_wait() -> Player:
    """Who points at whom, from a receive that has to wait to its return."""
    found = parkmap()
    scene = park_scene(found, asked(found, ASKS))
    kinds = [one.kind for one in found]
    return Player(scene, "fig-park-map", word("players.park-map"), cite=cite.link,
                  prints=(0, kinds.index("mcall"), kinds.index("schedule"), kinds.index("runqput"), len(scene.steps)))


PLAYERS = {"park-map": map_of_a_wait}
