"""The players of the page on GOMAXPROCS and the Ps."""

from models.golang import cite
from models.study.asking import asked
from models.study.beliefs.resize import ASKS
from models.study.moments.resized import changes
from models.words import word

from ..player.player import Player
from ..scenes.resize_scene import resize_scene


def resize() -> Player:
    """Four Ps become two, and four again: book/go/resized.go, with one goroutine in a system call."""
    stages = changes()
    scene = resize_scene(stages, asked(stages, ASKS))
    back = [i for i, step in enumerate(scene.steps, 1) if step.message == "resize.back"]
    return Player(scene, "fig-resize", word("players.resize"), cite=cite.link,
                  prints=(0, *back, len(scene.steps)))


PLAYERS = {"resize": resize}
