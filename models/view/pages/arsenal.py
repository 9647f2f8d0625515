"""The player of the page about the tools."""

from models.golang import cite
from models.study.asking import asked
from models.study.beliefs.look import ASKS
from models.study.moments.looks import looks
from models.words import word

from .. import recorded
from ..player.player import Player
from ..scenes.look_scene import look_scene


def looked() -> Player:
    """The program with several troubles, and what each tool would say at each moment."""
    steps = looks(recorded.costs()["costs"])
    scene = look_scene(steps, asked(steps, ASKS))
    asks = [i for i, step in enumerate(scene.steps) if step.question]
    return Player(scene, "fig-look", word("players.look"), cite=cite.link,
                  prints=tuple(sorted({0, *asks, len(scene.steps)})))


PLAYERS = {"look": looked}
