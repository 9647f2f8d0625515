"""The player of the page about the tools."""

from models.golang import cite
from models.study.asking import asked
from models.study.look_beliefs import ASKS
from models.study.looks import looks
from models.words import word

from .. import recorded
from ..look_scene import look_scene
from ..player import Player


def looked() -> Player:
    """The program with several troubles, and what each tool would say at each moment."""
    steps = looks(recorded.costs()["costs"])
    scene = look_scene(steps, asked(steps, ASKS))
    asks = [i for i, step in enumerate(scene.steps) if step.question]
    return Player(scene, "fig-look", word("players.look"), cite=cite.link,
                  prints=tuple(sorted({0, *asks, len(scene.steps)})))


PLAYERS = {"look": looked}
