"""The players of the page on what `go f()` becomes."""

from models.golang import cite
from models.golang.asm import gocall
from models.golang.toolchain import REFERENCE
from models.study.asking import asked
from models.study.beliefs.newborn import MADE, REUSED
from models.study.beliefs.newborn import closure as closure_question
from models.study.moments.newborn import filling
from models.words import word

from ..player.player import Player
from ..scenes.closure_scene import closure_scene
from ..scenes.newborn_scene import newborn_scene

FORM = "arguments"  # the go statement that is followed instruction by instruction


def closure() -> Player:
    """go two(a, b): its closure is built, and later read by the new goroutine."""
    place = [value.name for value in gocall.made(REFERENCE, FORM).words].index("b")
    scene = closure_scene(FORM, REFERENCE, closure_question(place))
    return Player(scene, "fig-closure", word("players.closure", go=REFERENCE), prints=(0, 8, len(scene.steps)))


def made() -> Player:
    """go two(3, 4) where there is no dead g, and a second P is idle."""
    stages = filling("waking")
    scene = newborn_scene(stages, ("gowrap1", 3, 4), asked(stages, MADE))
    prints = (0, 6, len(scene.steps))
    return Player(scene, "fig-newborn", word("players.newborn"), cite=cite.link, prints=prints)


def reused() -> Player:
    """The program's second go statement, which finds a dead g."""
    stages = filling("reused")
    scene = newborn_scene(stages, ("gowrap1", 5, 6), asked(stages, REUSED))
    prints = (0, 4, len(scene.steps))
    return Player(scene, "fig-reborn", word("players.reborn"), cite=cite.link, prints=prints)


PLAYERS = {"closure": closure, "newborn": made, "reborn": reused}
