"""The players of the page on stacks: two that move, the check at each call, the lists they come from, and the
loop at the edge.
"""

from models.golang import cite
from models.stack.sizes import WORD
from models.study.beliefs import stack
from models.study.measure import hotsplit
from models.study.moments import stackchecks, stackmoves, stackpools
from models.words import word

from ..player.figure_spec import Figure, Parameter
from ..player.player import Player
from ..player.scene import Scene
from ..scenes.check_scene import check_scene
from ..scenes.pool_scene import pool_scene
from ..scenes.split_scene import split_scene
from ..scenes.stack_scene import move_scene

FRAME = 15  # words of the frame whose calls are shown


def grow() -> Player:
    """A stack grows for a call, word by word."""
    asked = {"newstack": stack.how_large(2048, 112, 9000), "stays": stack.number_that_was_an_address("n")}
    scene = move_scene(stackmoves.growing(), asked, "grow")
    return Player(scene, "fig-grow", word("players.stack-grow"), prints=(0, 5, len(scene.steps)), cite=cite.link)


def shrink() -> Player:
    """A stack shrinks while others may write to it."""
    scene = move_scene(stackmoves.shrinking(), {"lock": stack.while_channels_may_write()}, "shrink")
    return Player(scene, "fig-shrink", word("players.stack-shrink"), prints=(0, 4, len(scene.steps)), cite=cite.link)


def checks(words: int) -> Scene:
    """Calls with a frame of so many words until the stack has grown, and one more."""
    frame = words * WORD
    found = stackchecks.checks(frame)
    return check_scene(found, frame, stack.at_checks(found, frame))


def pools() -> Player:
    """Stacks of 8 KB go from the heap to the pool, to a P's list, to goroutines, and back."""
    found = stackpools.moments()
    scene = pool_scene(found, stack.at_pools(found))
    return Player(scene, "fig-pools", word("players.stack-pools"), prints=(0, 3, len(scene.steps) - 3), cite=cite.link)


def split() -> Player:
    """The loop at the edge, in both designs."""
    found = hotsplit.moments()
    scene = split_scene(found, stack.at_the_edge(found))
    return Player(scene, "fig-split", word("players.stack-split"), prints=(0, 3, len(scene.steps)), cite=cite.link)


PLAYERS = {
    "stack-grow": grow, "stack-shrink": shrink, "stack-pools": pools, "stack-split": split,
    "stack-check": lambda: Figure(
        "fig-check", word("players.stack-check"), checks,
        (Parameter("words", "figure.frame-words", FRAME, 8, 128),), cite.link,
        lambda scene: tuple(sorted({0, len(scene.steps) - 5, len(scene.steps)})))}
