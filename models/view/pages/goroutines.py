"""The players of the page on what a goroutine costs."""

from models.golang import cite
from models.runtime.kernel import MAX_THREADS
from models.study.beliefs import predictions
from models.study.measure import stealing
from models.study.measure.footprint import footprints
from models.study.runs import START_TICK
from models.words import word

from .. import recorded
from ..player.player import Player
from ..scenes.footprint_scene import footprint_scene
from ..scenes.runq_scene import Opening, runq_scene
from .run_queues import to_the_end

PROCS, FEW, WORK = 2, 3, 150_000  # Ps, goroutines, and the nanoseconds that each computes


def memory() -> Player:
    """What so many goroutines take, and so many threads."""
    scene = footprint_scene(footprints(recorded.costs()["memory"], MAX_THREADS))
    prints = (0, 3, len(scene.steps))
    return Player(scene, "fig-memory", word("players.memory"), cite=cite.link, prints=prints)


def start() -> Player:
    """What a few go statements set in motion, by the clock."""
    trace = to_the_end(stealing.trace_of(PROCS, FEW, 1, WORK, recorded.durations()))
    scene = runq_scene(predictions.asked(trace, PROCS, schedtick=START_TICK, most=2), PROCS,
                       Opening(ticks={0: START_TICK}))
    return Player(scene, "fig-start", word("players.go-start"), cite=cite.link)


PLAYERS = {"memory": memory, "go-start": start}
