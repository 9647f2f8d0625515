"""The players of the page on the states of a G."""

from models.golang import cite
from models.golang.gdb import statuslog
from models.golang.toolchain import REFERENCE
from models.program.life import life as program
from models.study.beliefs.status import asked
from models.study.moments.statuses import steps_of
from models.words import word

from ..player.player import Player
from ..scenes.state_scene import born, state_scene

WORKER = 2  # the id of the G whose life is told


def life() -> Player:
    """The life of the goroutine in book/go/life.go, from its making on."""
    steps = steps_of(program)
    scene = state_scene(steps, asked(steps, WORKER), WORKER, born(steps, WORKER))
    return Player(scene, "fig-life", word("players.life"), cite=cite.link, prints=(0, 6, len(scene.steps)))


def recorded_life() -> Player:
    """What gdb saw of the same program in real Go."""
    steps = statuslog.recorded(REFERENCE)
    title = word("players.life-recorded", go=REFERENCE)
    return Player(state_scene(steps, {}, WORKER), "fig-life-recorded", title, cite=cite.link, prints=(0, len(steps)))


PLAYERS = {"life": life, "life-recorded": recorded_life}
